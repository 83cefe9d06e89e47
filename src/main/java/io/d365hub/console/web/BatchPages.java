package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.console.BatchControl;
import io.d365hub.console.BatchScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Batches, their runs as they go, and starting, stopping and resuming them. */
public final class BatchPages implements Pages {

    private static final int SHOWN_RUNS = 20;
    private static final String[] RUN = {
        "endedAt", "error", "waits", "remark", "share", "total", "rowsPerSecond", "secondsLeft", "from", "to", "report"
    };

    private final BatchControl batches;
    private final BatchScope scope;

    public BatchPages(BatchControl batches) {
        this.batches = batches;
        this.scope = new BatchScope(batches);
    }

    @Override
    public void mount(Console console) {
        console.entry("/batches", "Batches", Role.VIEWER);
        console.get("/batches", Role.VIEWER, this::list);
        console.get("/batches/:name", Role.VIEWER, this::show);
        console.post("/batches/:name/start", Role.OPERATOR, this::start);
        console.post("/batches/:name/stop", Role.OPERATOR, request -> act(request, batches::stop));
        console.post("/batches/:name/resume", Role.OPERATOR, request -> act(request, batches::resume));
    }

    private interface Act {
        Object on(String batch, String who);
    }

    private static Answer act(PageRequest request, Act act) {
        String name = name(request);
        act.on(name, request.user().name());
        return new Answer.See("/console/batches/" + name);
    }

    private Answer start(PageRequest request) {
        BatchControl.Order order = new BatchControl.Order(
                request.field("full").isPresent(),
                request.field("from"),
                request.field("to"),
                request.field("dryRun").isPresent(),
                request.field("withParents").isPresent(),
                OptionalLong.empty());
        if (order.withParents()) {
            scope.requireParents(name(request), request.user());
        }
        return act(request, (batch, who) -> batches.start(batch, order, who));
    }

    private static String name(PageRequest request) {
        String name = request.path("name");
        request.requireIntegration(name);
        return name;
    }

    private Answer list(PageRequest request) {
        List<Map<String, Object>> shown = Values.list(scope.said(batches.list(), request.user()), "batches").stream()
                .map(BatchPages::batch)
                .filter(batch -> request.user().maySee((String) batch.get("name")))
                .toList();
        Map<String, Object> model = Map.of("batches", shown);
        return request.isRefresh() ? Answer.part("batches", "live", model) : Answer.page("batches", model);
    }

    private Answer show(PageRequest request) {
        String name = name(request);
        Map<String, Object> model = new HashMap<>();
        model.put("batch", batch(scope.said(batches.show(name), request.user())));
        Object history = scope.said(batches.history(name, SHOWN_RUNS, 0), request.user());
        model.put(
                "runs",
                Values.list(history, "runs").stream().map(BatchPages::run).toList());
        model.put("notStarted", Values.list(history, "notStarted"));
        return request.isRefresh() ? Answer.part("batch", "live", model) : Answer.page("batch", model);
    }

    private static Map<String, Object> batch(Object batch) {
        Map<String, Object> shown = Values.complete(batch, "next", "waits", "after", "run");
        shown.computeIfPresent("run", (key, run) -> run instanceof Map ? run(run) : run);
        return shown;
    }

    private static Map<String, Object> run(Object run) {
        return Values.complete(run, RUN);
    }
}

package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.Replays;
import io.d365hub.deadletter.query.LetterQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Making, watching and cancelling replay jobs. */
public final class ReplayResources implements AdminResources {

    private static final Set<String> MEMBERS = Set.of("ids", "group", "query", "force", "reason");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int LATEST = 50;

    private final Replays replays;
    private final DeadLetterStore store;

    public ReplayResources(Replays replays, DeadLetterStore store) {
        this.store = store;
        this.replays = replays;
    }

    @Override
    public void mount(AdminApi api) {
        // Before dead-letters/:id, which would take 'replays' for an id.
        api.get("dead-letters/replays", request -> Map.of("replays", replays.latest(LATEST)));
        api.get("dead-letters/replays/:job", this::watch);
        api.post("dead-letters/replays", 202, this::create);
        api.delete("dead-letters/replays/:job", this::cancel);
    }

    private Object create(AdminRequest request) {
        JsonNode body = request.body();
        body.fieldNames().forEachRemaining(ReplayResources::refuseUnknown);
        String reason = body.path("reason").asText("");
        ReplayRequest order = body.has("ids")
                ? ReplayRequest.of(ids(body.get("ids")), DeadLetterResources.OPERATOR, reason)
                : ReplayRequest.of(selection(body), DeadLetterResources.OPERATOR, reason);
        UUID job = replays.create(body.path("force").asBoolean(false) ? order.forced() : order);
        return summary(replays.report(job).orElseThrow());
    }

    private Object watch(AdminRequest request) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(request.number("wait", 0, LONGEST_WAIT_SECONDS, 0));
        ReplayReport report = report(request);
        while (!isFinished(report) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            report = report(request);
        }
        return summary(report);
    }

    private Object cancel(AdminRequest request) {
        replays.cancel(report(request).job());
        return summary(report(request));
    }

    private ReplayReport report(AdminRequest request) {
        return replays.report(request.id("job"))
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The request was not handled.",
                        "There is no replay " + request.path("job") + ".",
                        "GET /admin/dead-letters/replays lists the latest."));
    }

    /** Whether all that the job does itself is done; verdicts of what it sent may be due. */
    private static boolean isFinished(ReplayReport report) {
        return report.state() != ReplayReport.State.RUNNING;
    }

    private static ObjectNode summary(ReplayReport report) {
        ObjectNode answer = AdminApi.JSON.valueToTree(report);
        answer.put("finished", isFinished(report));
        return answer;
    }

    private static List<UUID> ids(JsonNode list) {
        List<UUID> ids = new ArrayList<>();
        list.forEach(id -> ids.add(AdminRequest.uuid(id.asText())));
        if (ids.isEmpty()) {
            throw wrong("'ids' names no dead letter");
        }
        return ids;
    }

    private LetterQuery selection(JsonNode body) {
        if (body.has("group")) {
            return LetterQuery.OPEN.ofGroup(AdminRequest.uuid(body.get("group").asText()));
        }
        if (body.has("query")) {
            return store.query(body.get("query").asText());
        }
        throw wrong("it has none of 'ids', 'group' and 'query'");
    }

    private static void refuseUnknown(String member) {
        if (!MEMBERS.contains(member)) {
            throw wrong("'" + member + "' is no member of a replay order");
        }
    }

    private static AdminProblemException wrong(String why) {
        return new AdminProblemException(
                422,
                "Nothing was replayed.",
                "The order is wrong: " + why + ".",
                "Send {\"ids\": [...]}, {\"group\": \"...\"} or {\"query\": \"...\"}, and \"force\" or \"reason\" if you like.");
    }
}

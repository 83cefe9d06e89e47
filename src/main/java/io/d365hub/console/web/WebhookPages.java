package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.console.WebhookControl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subscriptions to webhooks: who is called, whether that goes well, and the calls that failed. */
public final class WebhookPages implements Pages {

    private static final int SHOWN_CALLS = 50;

    private final WebhookControl webhooks;

    public WebhookPages(WebhookControl webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public void mount(Console console) {
        console.entry("/webhooks", "Webhooks", Role.VIEWER);
        console.get("/webhooks", Role.VIEWER, this::list);
        console.get("/webhooks/:name", Role.VIEWER, this::show);
        console.post("/webhooks/:name/enable", Role.OPERATOR, request -> {
            webhooks.enable(name(request), request.user().name());
            return see(request);
        });
        console.post("/webhooks/:name/disable", Role.OPERATOR, request -> {
            webhooks.disable(
                    name(request),
                    request.required("reason", "reason"),
                    request.user().name());
            return see(request);
        });
        console.post("/webhooks/:name/test", Role.OPERATOR, request -> {
            webhooks.test(name(request));
            return see(request);
        });
    }

    private String name(PageRequest request) {
        String name = request.path("name");
        request.requireIntegration(webhooks.integration(name));
        return name;
    }

    private static Answer see(PageRequest request) {
        return new Answer.See("/console/webhooks/" + request.path("name"));
    }

    private Answer list(PageRequest request) {
        List<WebhookControl.Line> lines = webhooks.list().stream()
                .filter(line -> request.user().maySee(webhooks.integration(line.name())))
                .toList();
        Map<String, Object> model = Map.of("lines", lines);
        return request.isRefresh() ? Answer.part("webhooks", "live", model) : Answer.page("webhooks", model);
    }

    private Answer show(PageRequest request) {
        String name = name(request);
        Map<String, Object> model = new HashMap<>();
        model.put("line", webhooks.show(name).line());
        model.put("calls", webhooks.attempts(name, Optional.empty(), SHOWN_CALLS));
        return Answer.page("webhook", model);
    }
}

package io.d365hub.console;

import java.util.Map;

/** {@code GET /admin/status}, and suspending and resuming an integration. */
public final class IntegrationResources implements AdminResources {

    private final IntegrationControl control;

    public IntegrationResources(IntegrationControl control) {
        this.control = control;
    }

    private interface Act {
        void on(String integration, String who, String reason);
    }

    @Override
    public void mount(AdminApi api) {
        api.get("status", request -> control.status());
        api.post("integrations/:name/suspend", 200, request -> act(request, control::suspend, "suspended"));
        api.post("integrations/:name/resume", 200, request -> act(request, control::resume, "running"));
    }

    private Map<String, String> act(AdminRequest request, Act act, String state) {
        String name = request.path("name");
        if (!control.exists(name)) {
            throw new AdminProblemException(
                    404,
                    "The request was not handled.",
                    "There is no integration '" + name + "'.",
                    "'./hub status' lists those that there are.");
        }
        act.on(name, request.who(), request.reason());
        return Map.of("integration", name, "state", state);
    }
}

package io.d365hub.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code GET /admin/status}, and suspending and resuming an integration. */
public final class IntegrationResources implements AdminResources {

    private static final String INTEGRATIONS = "integrations";
    /** Other systems' buses and files of routes belong to integrations, and do not say to which. */
    private static final Set<String> EVERYBODYS = Set.of("startedAt", INTEGRATIONS, "dataverse", "broker");

    private final IntegrationControl control;

    public IntegrationResources(IntegrationControl control) {
        this.control = control;
    }

    private interface Act {
        void on(String integration, String who, String reason);
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get("status", request -> status(request));
        parts.post("integrations/:name/suspend", 200, request -> act(request, control::suspend, "suspended"));
        parts.post("integrations/:name/resume", 200, request -> act(request, control::resume, "running"));
    }

    private Map<String, String> act(AdminRequest request, Act act, String state) {
        String name = request.path("name");
        if (!request.user().maySee(name) || !control.exists(name)) {
            throw unknown(name);
        }
        act.on(name, request.who(), request.reason());
        return Map.of("integration", name, "state", state);
    }

    /** The hub as a whole as far as it concerns everybody, and the person's own integrations. */
    private Map<String, Object> status(AdminRequest request) {
        Map<String, Object> status = new LinkedHashMap<>(control.status());
        if (request.user().hasAllIntegrations()) {
            return status;
        }
        status.keySet().retainAll(EVERYBODYS);
        status.put(INTEGRATIONS, request.open(status.get(INTEGRATIONS)));
        return status;
    }

    static AdminProblemException unknown(String integration) {
        return new AdminProblemException(
                404,
                "The request was not handled.",
                "There is no integration '" + integration + "'.",
                "'./hub status' lists those that there are.");
    }
}

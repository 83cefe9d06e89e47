package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code /admin/batches}: listing, starting, stopping and resuming batches, and their runs. */
public final class BatchResources implements AdminResources {

    private static final Set<String> MEMBERS = Set.of("full", "from", "to", "dryRun", "withParents", "allowDeletes");
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST_RUNS = 200;
    private static final int FARTHEST = 10_000;

    private final BatchControl control;
    private final BatchScope scope;

    public BatchResources(BatchControl control) {
        this.control = control;
        this.scope = new BatchScope(control);
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get("batches", scope::list);
        parts.get("batches/:name", request -> scope.said(control.show(name(request)), request.user()));
        parts.post("batches/:name/runs", 202, this::start);
        parts.get(
                "batches/:name/runs",
                request -> scope.said(
                        control.history(
                                name(request),
                                request.number("limit", 1, MOST_RUNS, DEFAULT_LIMIT),
                                request.number("offset", 0, FARTHEST, 0)),
                        request.user()));
        parts.get(
                "batches/:name/runs/:id",
                request ->
                        scope.said(control.run(name(request), request.id("id").toString()), request.user()));
        parts.post("batches/:name/stop", 202, request -> control.stop(name(request), request.who()));
        parts.post("batches/:name/resume", 202, request -> control.resume(name(request), request.who()));
    }

    private static String name(AdminRequest request) {
        BatchScope.require(request.path("name"), request.user());
        return request.path("name");
    }

    private Object start(AdminRequest request) {
        String name = name(request);
        BatchControl.Order order = order(request.body());
        if (order.withParents()) {
            scope.requireParents(name, request.user());
        }
        return control.start(name, order, request.who());
    }

    private static BatchControl.Order order(JsonNode body) {
        body.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                throw wrong("'" + member + "' is no member of a run's order");
            }
        });
        return new BatchControl.Order(
                flag(body, "full"),
                text(body, "from"),
                text(body, "to"),
                flag(body, "dryRun"),
                flag(body, "withParents"),
                deletes(body));
    }

    private static boolean flag(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong("'" + member + "' is neither true nor false");
        }
        return value.asBoolean(false);
    }

    private static Optional<String> text(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (!value.isMissingNode() && (!value.isTextual() || value.asText().isBlank())) {
            throw wrong("'" + member + "' is no text");
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    private static OptionalLong deletes(JsonNode body) {
        JsonNode value = body.path("allowDeletes");
        if (!value.isMissingNode() && (!value.canConvertToLong() || value.asLong() < 0)) {
            throw wrong("'allowDeletes' is no number of rows");
        }
        return value.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(value.asLong());
    }

    private static AdminProblemException wrong(String why) {
        return new AdminProblemException(
                422,
                "No run was started.",
                "The order is wrong: " + why + ".",
                "Send {}, or an object with some of full, from, to, dryRun, withParents and allowDeletes.");
    }
}

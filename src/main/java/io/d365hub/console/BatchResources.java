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

    public BatchResources(BatchControl control) {
        this.control = control;
    }

    @Override
    public void mount(AdminApi api) {
        api.get("batches", request -> control.list());
        api.get("batches/:name", request -> control.show(request.path("name")));
        api.post(
                "batches/:name/runs",
                202,
                request -> control.start(request.path("name"), order(request.body()), request.who()));
        api.get(
                "batches/:name/runs",
                request -> control.history(
                        request.path("name"),
                        request.number("limit", 1, MOST_RUNS, DEFAULT_LIMIT),
                        request.number("offset", 0, FARTHEST, 0)));
        api.get(
                "batches/:name/runs/:id",
                request -> control.run(request.path("name"), request.id("id").toString()));
        api.post("batches/:name/stop", 202, request -> control.stop(request.path("name"), request.who()));
        api.post("batches/:name/resume", 202, request -> control.resume(request.path("name"), request.who()));
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

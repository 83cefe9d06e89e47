package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Reads resources that are no rows: metadata, and who we are. */
final class Resources {

    private final PlainCalls calls;
    private final String basePath;
    private final Function<BooleanSupplier, Deadline> deadlines;

    Resources(PlainCalls calls, String basePath, Function<BooleanSupplier, Deadline> deadlines) {
        this.calls = calls;
        this.basePath = basePath;
        this.deadlines = deadlines;
    }

    /**
     * Any resource as JSON.
     *
     * @param what begins the sentence of a failure
     * @param resource relative to the Web API
     */
    CompletableFuture<JsonNode> get(String what, String resource) {
        return calls.read(what, WireRequest.get(basePath + resource), deadlines.apply(() -> true))
                .thenApply(response -> json(what, response));
    }

    /** The id of the application user. */
    CompletableFuture<UUID> whoAmI() {
        String what = "Dataverse was not asked who we are.";
        return get(what, "WhoAmI").thenApply(json -> userId(what, json));
    }

    private static UUID userId(String what, JsonNode json) {
        try {
            return UUID.fromString(json.path("UserId").asText());
        } catch (IllegalArgumentException e) {
            throw Failures.of(
                    FailureKind.MISCONFIGURED,
                    Failures.NOT_DATAVERSE,
                    what,
                    "The answer names no user.",
                    Mend.ADDRESS,
                    e);
        }
    }

    private static JsonNode json(String what, WireResponse response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw Failures.answerLost(what, e);
        }
    }
}

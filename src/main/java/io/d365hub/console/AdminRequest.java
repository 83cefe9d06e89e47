package io.d365hub.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.access.User;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a handler of the admin API may ask of its request; refuses with a problem what is of the wrong form. */
final class AdminRequest {

    /** Header with the name of the person, percent-encoded. */
    static final String OPERATOR = "X-Hub-Operator";

    private static final String CALLER = "caller";
    private static final int MOST_NAME = 100;

    private final RoutingContext routing;

    AdminRequest(RoutingContext routing) {
        this.routing = routing;
    }

    /** A part of the path. */
    String path(String name) {
        return routing.pathParam(name);
    }

    /** A part of the path that is an id. */
    UUID id(String name) {
        return uuid(path(name));
    }

    /** A query parameter. */
    Optional<String> query(String name) {
        List<String> values = routing.queryParam(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** A query parameter that is a whole number between the bounds, both included. */
    int number(String name, int least, int most, int otherwise) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw new AdminProblemException(
                400,
                "The request was not handled.",
                "Its parameter '" + name + "' is no whole number from " + least + " to " + most + ".",
                "Correct the parameter.");
    }

    /** Who asks, and what that person may do. */
    Caller caller() {
        return routing.get(CALLER);
    }

    /** The person. */
    User user() {
        return caller().user();
    }

    /** Of a list of things that go by the names of integrations those that are open to the person. */
    List<?> open(Object list) {
        return list instanceof Collection<?> all
                ? all.stream()
                        .filter(one ->
                                one instanceof Map<?, ?> named && user().maySee(String.valueOf(named.get("name"))))
                        .toList()
                : List.of();
    }

    static void callerOf(RoutingContext routing, Caller caller) {
        routing.put(CALLER, caller);
    }

    /**
     * Who asks, for the audit trail. With the token of the data folder the name is a claim: the trail shows it beside the token that
     * proves no more than access to that folder.
     */
    String who() {
        if (caller().known()) {
            return caller().user().name();
        }
        String name = routing.request().getHeader(OPERATOR);
        if (name == null || name.isBlank()) {
            return Caller.ADMIN_TOKEN;
        }
        String decoded;
        try {
            decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            decoded = name;
        }
        String clean = decoded.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.substring(0, Math.min(MOST_NAME, clean.length())) + " (" + Caller.ADMIN_TOKEN + ")";
    }

    /** Why it is asked for, as a body says that may be missing; empty when it says nothing. */
    String reason() {
        return text().isBlank() ? "" : body().path("reason").asText("");
    }

    /** The body as text. */
    String text() {
        Buffer body = routing.body().buffer();
        return body == null ? "" : body.toString(StandardCharsets.UTF_8);
    }

    /** The body, a JSON object. */
    JsonNode body() {
        try {
            JsonNode body = AdminApi.JSON.readTree(
                    routing.body().buffer() == null
                            ? new byte[0]
                            : routing.body().buffer().getBytes());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // Told below.
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new AdminProblemException(
                400, "The request was not handled.", "Its body is no JSON object.", "Send a JSON object.");
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new AdminProblemException(
                    400,
                    "The request was not handled.",
                    "'" + text + "' is no id.",
                    "Ids look like 0fa1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d; './hub dead-letters list' shows them.");
        }
    }
}

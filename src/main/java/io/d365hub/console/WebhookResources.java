package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.access.Role;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;

/** {@code /admin/webhooks}: subscriptions to webhooks, their secrets, failed calls, and recovery. */
public final class WebhookResources implements AdminResources {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_ATTEMPTS = 500;
    private static final int DEFAULT_KEEP_HOURS = 24;
    private static final int MOST_KEEP_HOURS = 24 * 30;

    private final WebhookControl control;

    public WebhookResources(WebhookControl control) {
        this.control = control;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get(
                "webhooks",
                request -> Map.of(
                        "subscriptions",
                        control.list().stream()
                                .filter(line -> request.user().maySee(control.integration(line.name())))
                                .toList()));
        api.wholeHub()
                .post("webhooks", 201, Role.ADMINISTRATOR, request -> control.create(request.body(), request.who()));
        parts.get("webhooks/:name", request -> control.show(name(request)));
        parts.post(
                "webhooks/:name",
                200,
                Role.ADMINISTRATOR,
                request -> control.replace(name(request), request.body(), request.who()));
        parts.delete("webhooks/:name", Role.ADMINISTRATOR, request -> control.remove(name(request), request.who()));
        parts.post("webhooks/:name/enable", 200, request -> control.enable(name(request), request.who()));
        parts.post("webhooks/:name/disable", 200, this::disable);
        parts.post("webhooks/:name/rotate-secret", 200, Role.ADMINISTRATOR, this::rotate);
        parts.post("webhooks/:name/test", 200, request -> control.test(name(request)));
        parts.get("webhooks/:name/attempts", this::attempts);
        parts.post("webhooks/:name/recover", 202, this::recover);
    }

    private String name(AdminRequest request) {
        String name = request.path("name");
        if (!request.user().maySee(control.integration(name))) {
            throw new AdminProblemException(
                    404,
                    "The request was not handled.",
                    "There is no subscription '" + name + "'.",
                    "'./hub webhooks list' lists those that there are.");
        }
        return name;
    }

    private Object disable(AdminRequest request) {
        JsonNode body = only(request.body(), "because");
        return control.disable(name(request), body.path("because").asText("An operator disabled it."), request.who());
    }

    private Object rotate(AdminRequest request) {
        JsonNode keep = only(request.body(), "keepHours").path("keepHours");
        boolean right = keep.isMissingNode()
                || (keep.isIntegralNumber() && keep.asLong() >= 0 && keep.asLong() <= MOST_KEEP_HOURS);
        if (!right) {
            throw wrong("'keepHours' is no whole number from 0 to " + MOST_KEEP_HOURS);
        }
        return control.rotate(name(request), Duration.ofHours(keep.asLong(DEFAULT_KEEP_HOURS)), request.who());
    }

    private Object attempts(AdminRequest request) {
        return Map.of(
                "attempts",
                control.attempts(
                        name(request),
                        request.query("before").map(AdminRequest::uuid),
                        request.number("limit", 1, MOST_ATTEMPTS, DEFAULT_LIMIT)));
    }

    private Object recover(AdminRequest request) {
        String since = only(request.body(), "since").path("since").asText("");
        try {
            return control.recover(name(request), instant(since), request.who());
        } catch (DateTimeException e) {
            throw wrong("'since' is no time such as 2026-03-01T12:00:00Z");
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static JsonNode only(JsonNode body, String member) {
        body.fieldNames().forEachRemaining(name -> {
            if (!Set.of(member).contains(name)) {
                throw wrong("'" + name + "' is no member of it; there is '" + member + "'");
            }
        });
        return body;
    }

    private static AdminProblemException wrong(String why) {
        return new AdminProblemException(
                422,
                "The request was not handled.",
                "Its body is wrong: " + why + ".",
                "Correct it and send it again.");
    }
}

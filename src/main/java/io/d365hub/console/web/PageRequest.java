package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.signin.Session;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a page may ask of its request; refuses with a problem what is of the wrong form or not allowed. */
public final class PageRequest {

    private final RoutingContext routing;
    private final Session session;

    PageRequest(RoutingContext routing, Session session) {
        this.routing = routing;
        this.session = session;
    }

    public User user() {
        return session.user();
    }

    /** A part of the path. */
    public String path(String name) {
        return routing.pathParam(name);
    }

    /** A part of the path that is an id. */
    public UUID id(String name) {
        return uuid(path(name));
    }

    /** A query parameter; empty when it is missing or blank. */
    public Optional<String> query(String name) {
        return first(routing.queryParam(name));
    }

    /** A field of the form; empty when it is missing or blank. */
    public Optional<String> field(String name) {
        return first(FormBody.of(routing).getOrDefault(name, List.of()));
    }

    /** A field of the form as it is, also when it is empty. */
    public String text(String name) {
        List<String> values = FormBody.of(routing).getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /** All values of a field of the form. */
    public List<String> fields(String name) {
        return FormBody.of(routing).getOrDefault(name, List.of());
    }

    /** A field of the form that nobody may leave out, e.g. a reason. */
    public String required(String name, String what) {
        return field(name)
                .orElseThrow(() -> new AdminProblemException(
                        422, "Nothing was done.", "The form has no " + what + ".", "Go back and fill it in."));
    }

    /** A field of the form, or query parameter, that is a whole number between the bounds, both included. */
    public int number(Optional<String> given, String name, int least, int most, int otherwise) {
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(given.get().strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw new AdminProblemException(
                400,
                "Nothing was done.",
                "'" + name + "' is no whole number from " + least + " to " + most + ".",
                "Go back and correct it.");
    }

    /** Whether only the part is asked for that refreshes itself. */
    public boolean isRefresh() {
        return routing.request().getHeader("HX-Request") != null;
    }

    /** Refuses what the person's integrations do not include; as if it were not there. */
    public void requireIntegration(String integration) {
        if (!user().maySee(integration)) {
            throw absent();
        }
    }

    /** Refuses what the person's role does not include. */
    public void require(Role role) {
        if (!user().is(role)) {
            throw new AdminProblemException(
                    403,
                    "This was not done.",
                    "It needs the role " + role.word() + "; yours is "
                            + user().role().word() + ".",
                    "Ask somebody who has the role, or an administrator to give it to you.");
        }
    }

    /** What was asked for is not there. */
    public static AdminProblemException absent() {
        return new AdminProblemException(
                404,
                "This page is not there.",
                "What it showed is gone, was never there, or belongs to an integration that is not open to you.",
                "Look for it from the dashboard.");
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private static Optional<String> first(List<String> values) {
        return values.stream().findFirst().map(String::strip).filter(text -> !text.isEmpty());
    }
}

package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.signin.Session;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the frame around every page shows, and writes the answer. */
final class Shell {

    private static final String THEME = "hub-theme";
    private static final Set<String> THEMES = Set.of("dark", "light");

    private final Templates templates = new Templates();
    private final Assets assets;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** A line of the list beside every page. */
    private record Entry(String path, String label, Role role) {

        boolean leadsTo(String here) {
            return here.equals(path) || (!path.endsWith("/") && here.startsWith(path + "/"));
        }
    }

    Shell(Assets assets) {
        this.assets = assets;
    }

    void entry(String path, String label, Role role) {
        entries.add(new Entry(path, label, role));
    }

    void send(RoutingContext routing, Optional<Session> session, Answer.Page page) {
        Map<String, Object> model = new HashMap<>(page.model());
        model.put("assets", Assets.PATH + assets.version());
        model.put("theme", theme(routing));
        model.put("entries", entries(routing.normalizedPath(), session));
        model.put("token", session.map(Session::formToken).orElse(""));
        model.put("me", session.map(Session::user).map(Shell::person).orElse(Map.of()));
        String html = templates.render(page.template(), page.block(), model);
        routing.response()
                .setStatusCode(page.status())
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(html);
    }

    private List<Map<String, Object>> entries(String here, Optional<Session> session) {
        return entries.stream()
                .filter(entry ->
                        session.filter(known -> known.user().is(entry.role())).isPresent())
                .map(entry -> Map.<String, Object>of(
                        "path", entry.path(), "label", entry.label(), "current", entry.leadsTo(here)))
                .toList();
    }

    private static Map<String, Object> person(User user) {
        return Map.of(
                "name", user.name(),
                "role", user.role().word(),
                "operates", user.is(Role.OPERATOR),
                "administers", user.is(Role.ADMINISTRATOR),
                "reveals", user.mayReveal(),
                "everywhere", user.hasAllIntegrations());
    }

    /** Dark or light as the person chose in this browser; empty: as the system is. */
    private static String theme(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getCookie(THEME))
                .map(Cookie::getValue)
                .filter(THEMES::contains)
                .orElse("");
    }
}

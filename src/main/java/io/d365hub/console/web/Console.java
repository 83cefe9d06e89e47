package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.ResponseAppender;
import io.d365hub.console.signin.Session;
import io.d365hub.console.signin.Sessions;
import io.d365hub.deadletter.query.QuerySyntaxException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts pages on a router, under {@code /console}. Every page names the role that it needs; forms are taken only with their
 * session's token. Handlers run on worker threads and may block.
 */
public final class Console {

    static final String PREFIX = "/console";
    static final String SIGN_IN = PREFIX + "/login";

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    /** A body of 1 MiB, each byte written as %XX, and the other fields. */
    private static final int MOST_FORM_BYTES = 4 << 20;

    private final Router router;
    private final Sessions sessions;
    private final Cookies cookies;
    private final Shell shell;

    /** What answers a request. */
    public interface Handler {
        Answer answer(PageRequest request) throws Exception;
    }

    /**
     * A console with its sign-in and no other pages yet.
     *
     * @param router of the management server
     */
    public Console(Router router, ConsoleSettings settings, Sessions sessions, SignInPages signIn) {
        this.router = router;
        this.sessions = sessions;
        this.cookies = new Cookies(settings.isSecure());
        Assets assets = new Assets();
        this.shell = new Shell(assets);
        router.route(PREFIX + "*").handler(new SecurityHeaders(settings.isSecure()));
        router.route(PREFIX + "*").failureHandler(this::failed);
        assets.mount(router);
        router.get(PREFIX).handler(routing -> {
            // The router takes "/console/" for the same address.
            if (routing.request().path().equals(PREFIX)) {
                see(routing, PREFIX + "/");
            } else {
                routing.next();
            }
        });
        signIn.mount(router, cookies, shell);
    }

    /** Puts a page into the list beside every page, for those who may see it. */
    void entry(String path, String label, Role role) {
        shell.entry(PREFIX + path, label, role);
    }

    /** Adds a group of pages. */
    public Console with(Pages pages) {
        pages.mount(this);
        return this;
    }

    /** To be called last: whatever no page took is not there. */
    public void done() {
        post("/logout", Role.VIEWER, request -> new Answer.See(SIGN_IN));
        get("/*", Role.VIEWER, request -> {
            throw PageRequest.absent();
        });
        router.route(PREFIX + "/*").handler(routing -> routing.fail(404));
    }

    /** A page that only shows. */
    void get(String path, Role role, Handler handler) {
        router.get(PREFIX + path).blockingHandler(routing -> answer(routing, role, handler), false);
    }

    /** A form. */
    void post(String path, Role role, Handler handler) {
        router.post(PREFIX + path).handler(new FormBody(MOST_FORM_BYTES));
        router.post(PREFIX + path)
                .blockingHandler(
                        routing -> answer(routing, role, request -> {
                            Session session = routing.get(Session.class.getName());
                            if (!session.allowsForm(request.text("token"))) {
                                throw new AdminProblemException(
                                        403,
                                        "Nothing was done.",
                                        "The form was fetched before you signed in, or another site made it.",
                                        "Open the page again and repeat what you did.");
                            }
                            Answer answer = handler.answer(request);
                            if (path.equals("/logout")) {
                                sessions.end(session.token());
                                cookies.removeSession(routing);
                            }
                            return answer;
                        }),
                        false);
    }

    private void answer(RoutingContext routing, Role role, Handler handler) {
        boolean refresh = routing.request().getHeader("HX-Request") != null;
        try {
            Optional<Session> session = cookies.session(routing).flatMap(token -> sessions.find(token, !refresh));
            if (session.isEmpty()) {
                signIn(routing, refresh);
                return;
            }
            routing.put(Session.class.getName(), session.get());
            PageRequest request = new PageRequest(routing, session.get());
            request.require(role);
            send(routing, session.get(), handler.answer(request));
        } catch (Exception e) {
            routing.fail(e);
        }
    }

    private static void signIn(RoutingContext routing, boolean refresh) {
        String path = routing.request().method().name().equals("GET") && !refresh
                ? routing.request().uri()
                : PREFIX + "/";
        String address = SIGN_IN + "?next=" + Urls.encoded(path);
        if (refresh) {
            routing.response()
                    .setStatusCode(401)
                    .putHeader("HX-Redirect", SIGN_IN)
                    .end();
        } else {
            see(routing, address);
        }
    }

    static void see(RoutingContext routing, String path) {
        routing.response().setStatusCode(303).putHeader("Location", path).end();
    }

    private void send(RoutingContext routing, Session session, Answer answer) throws Exception {
        if (answer instanceof Answer.See see) {
            see(routing, see.path());
        } else if (answer instanceof Answer.Download download) {
            HttpServerResponse response = routing.response()
                    .setChunked(true)
                    .putHeader("Content-Type", download.contentType())
                    .putHeader("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
            ResponseAppender out = new ResponseAppender(response);
            download.writer().to(out);
            out.flush();
            response.end();
        } else if (answer instanceof Answer.Page page) {
            shell.send(routing, Optional.of(session), page);
        }
    }

    private void failed(RoutingContext routing) {
        if (routing.response().ended() || routing.response().headWritten()) {
            routing.response().reset();
            return;
        }
        AdminProblemException problem = problem(routing);
        Optional<Session> session = Optional.ofNullable(routing.get(Session.class.getName()));
        shell.send(
                routing,
                session,
                new Answer.Page(
                        problem.status(),
                        "problem",
                        "",
                        Map.of(
                                "status", problem.status(),
                                "what", problem.what(),
                                "why", problem.why(),
                                "mend", problem.mend())));
    }

    private static AdminProblemException problem(RoutingContext routing) {
        if (routing.failure() instanceof AdminProblemException known) {
            return known;
        }
        if (routing.failure() instanceof QuerySyntaxException query) {
            return new AdminProblemException(400, "The query was not understood.", query.why(), query.mend());
        }
        if (routing.failure() == null && routing.statusCode() == 413) {
            return new AdminProblemException(
                    413, "Nothing was done.", "The form is larger than 4 MiB.", "Send less at once.");
        }
        if (routing.failure() == null && routing.statusCode() == 400) {
            return new AdminProblemException(
                    400,
                    "Nothing was done.",
                    "The form cannot be read.",
                    "Open the page again and repeat what you did.");
        }
        if (routing.failure() == null && routing.statusCode() == 404) {
            return PageRequest.absent();
        }
        LOG.warn(
                "Console request {} {} failed",
                routing.request().method(),
                routing.currentRoute().getPath(),
                routing.failure());
        return new AdminProblemException(
                500,
                "This page cannot be shown just now.",
                "The hub met an error of its own, or its database does not answer.",
                "Try again; the hub's log says more.");
    }
}

package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.d365hub.deadletter.query.QuerySyntaxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts the admin API on a router: every request needs a token, answers are JSON, errors are problems (RFC 9457)
 * with what, why and mend. Handlers run on worker threads and may block.
 */
public final class AdminApi {

    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .registerModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    static final String PREFIX = "/admin/";
    private static final long MOST_BODY_BYTES = 4L << 20;

    private final Router router;
    private final Function<String, Optional<Caller>> callers;

    /**
     * An API without resources yet.
     *
     * @param router of the management server
     * @param callers who sends this value of the header {@code Authorization}, null when it is missing; empty when nobody may
     */
    public AdminApi(Router router, Function<String, Optional<Caller>> callers) {
        this.router = router;
        this.callers = callers;
        router.route(PREFIX + "*").handler(this::authorize);
        router.post(PREFIX + "*").handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
        router.route(PREFIX + "*").failureHandler(AdminApi::failed);
    }

    /** Adds a resource group. */
    public AdminApi with(AdminResources resources) {
        resources.mount(this);
        return this;
    }

    /** To be called last: whatever no resource took is a problem too. */
    public void done() {
        router.route(PREFIX + "*").handler(routing -> {
            throw new AdminProblemException(
                    404,
                    "The request was not handled.",
                    "There is nothing at " + routing.request().method() + " "
                            + routing.request().path() + ".",
                    "docs/operations.md lists the addresses of the admin API.");
        });
    }

    /** Addresses that are about the hub as a whole: whoever has some integrations only is refused. */
    AdminRoutes wholeHub() {
        return new AdminRoutes(router, AdminRoutes.Reach.WHOLE_HUB);
    }

    /** Addresses that show everybody the part that is open to them; each sees to that itself. */
    AdminRoutes eachPart() {
        return new AdminRoutes(router, AdminRoutes.Reach.EACH_PART);
    }

    private void authorize(RoutingContext routing) {
        Optional<Caller> caller = callers.apply(routing.request().getHeader("Authorization"));
        if (caller.isPresent()) {
            AdminRequest.callerOf(routing, caller.get());
            routing.next();
            return;
        }
        routing.response().putHeader("WWW-Authenticate", "Bearer realm=\"admin\"");
        problem(
                routing,
                new AdminProblemException(
                        401,
                        "The request was not handled.",
                        "It has no token, or a wrong one.",
                        "Send 'Authorization: Bearer <token>' with the token from the file admin-token in the data folder, or with one of"
                                + " your own ('./hub users token NAME')."));
    }

    private static void failed(RoutingContext routing) {
        Throwable failure = routing.failure();
        if (failure instanceof AdminProblemException problem) {
            problem(routing, problem);
        } else if (failure instanceof QuerySyntaxException query) {
            problem(routing, query);
        } else if (routing.statusCode() == 413) {
            problem(
                    routing,
                    new AdminProblemException(
                            413,
                            "The request was not handled.",
                            "Its body is larger than " + MOST_BODY_BYTES + " bytes.",
                            "Send fewer ids in one request, or a query."));
        } else {
            LOG.warn("Admin request {} {} failed", routing.request().method(), routing.normalizedPath(), failure);
            problem(
                    routing,
                    new AdminProblemException(
                            500,
                            "The request was not handled.",
                            "The hub met an error of its own or its database does not answer.",
                            "The hub's log says more."));
        }
    }

    private static void problem(RoutingContext routing, QuerySyntaxException query) {
        AdminProblemException problem =
                new AdminProblemException(400, "The query is not understood.", query.why(), query.mend());
        problem(
                routing,
                problem,
                JSON.createObjectNode().put("position", query.position()).put("excerpt", query.excerpt()));
    }

    private static void problem(RoutingContext routing, AdminProblemException problem) {
        problem(routing, problem, JSON.createObjectNode());
    }

    private static void problem(RoutingContext routing, AdminProblemException problem, ObjectNode more) {
        if (routing.response().headWritten()) {
            routing.response().reset();
            return;
        }
        ObjectNode body = more.put("title", problem.what())
                .put("status", problem.status())
                .put("detail", problem.getMessage())
                .put("what", problem.what())
                .put("why", problem.why())
                .put("mend", problem.mend());
        send(routing.response().setStatusCode(problem.status()), "application/problem+json", body);
    }

    static void json(RoutingContext routing, int status, JsonNode body) {
        send(routing.response().setStatusCode(status), "application/json", body);
    }

    private static void send(HttpServerResponse response, String contentType, JsonNode body) {
        try {
            response.putHeader("Content-Type", contentType)
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(JSON.writeValueAsBytes(body)));
        } catch (IOException e) {
            response.reset();
        }
    }
}

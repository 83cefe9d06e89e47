package io.d365hub.console;

import io.d365hub.access.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/** Addresses of the admin API of one reach; each names the role that it needs. */
final class AdminRoutes {

    /** Of what an address tells, or on what it acts. */
    enum Reach {
        WHOLE_HUB,
        EACH_PART
    }

    private final Router router;
    private final Reach reach;

    AdminRoutes(Router router, Reach reach) {
        this.router = router;
        this.reach = reach;
    }

    /** What a resource answers: a value that Jackson can write. */
    interface Handler {
        Object answer(AdminRequest request) throws Exception;
    }

    /** Writes its answer itself, piece by piece, and ends it. */
    interface StreamHandler {
        void answer(AdminRequest request, HttpServerResponse response) throws Exception;
    }

    /** For whoever may see. */
    void get(String path, Handler handler) {
        get(path, Role.VIEWER, handler);
    }

    void get(String path, Role role, Handler handler) {
        on(router.get(AdminApi.PREFIX + path), 200, role, handler);
    }

    /** For operators. */
    void post(String path, int status, Handler handler) {
        post(path, status, Role.OPERATOR, handler);
    }

    void post(String path, int status, Role role, Handler handler) {
        on(router.post(AdminApi.PREFIX + path), status, role, handler);
    }

    void delete(String path, Role role, Handler handler) {
        on(router.route(HttpMethod.DELETE, AdminApi.PREFIX + path), 200, role, handler);
    }

    void stream(String path, String contentType, Role role, StreamHandler handler) {
        router.get(AdminApi.PREFIX + path)
                .blockingHandler(
                        routing -> {
                            try {
                                AdminRequest request = new AdminRequest(routing);
                                admit(request, role);
                                handler.answer(
                                        request,
                                        routing.response().setChunked(true).putHeader("Content-Type", contentType));
                            } catch (Exception e) {
                                routing.fail(e);
                            }
                        },
                        false);
    }

    private void on(Route route, int status, Role role, Handler handler) {
        route.blockingHandler(
                routing -> {
                    try {
                        AdminRequest request = new AdminRequest(routing);
                        admit(request, role);
                        AdminApi.json(routing, status, AdminApi.JSON.valueToTree(handler.answer(request)));
                    } catch (Exception e) {
                        routing.fail(e);
                    }
                },
                false);
    }

    private void admit(AdminRequest request, Role role) {
        request.caller().requireRole(role);
        if (reach == Reach.WHOLE_HUB) {
            request.caller().requireAllIntegrations();
        }
    }
}

package io.d365hub;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.BindException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Camel's HTTP server, which listens only when it is told to. Camel's own starts before the routes do; a caller would be
 * told for a moment that there is no such integration, and might believe it.
 */
final class DoorServer extends VertxPlatformHttpServer {

    /** A little more than virtual tables take, so that they refuse longer ones themselves. */
    private static final int LONGEST_ADDRESS = 40 * 1024;

    private boolean listening;

    /** @param vertx that runs it; Camel takes one only before its service starts */
    DoorServer(VertxPlatformHttpServerConfiguration configuration, Vertx vertx) {
        super(configuration);
        setVertx(withLongAddresses(vertx));
    }

    @Override
    protected Vertx lookupVertx() {
        return withLongAddresses(super.lookupVertx());
    }

    /** Makes the router, so that routes can be added to it. */
    @Override
    protected void doStart() {
        initializeServer();
    }

    @Override
    protected void doStop() throws Exception {
        if (listening) {
            super.doStop();
        }
    }

    /**
     * Opens the port.
     *
     * @throws BindException when that is not possible; Camel itself would only log it
     */
    void listen() throws Exception {
        startServer();
        if (getServer() == null || getServer().actualPort() <= 0) {
            throw new BindException("it is in use, or this user may not open it");
        }
        listening = true;
    }

    /**
     * The same, but servers take addresses of more than Vert.x's 4 KB: queries of virtual tables are longer. Camel makes the
     * options itself and lets nobody see them.
     */
    private static Vertx withLongAddresses(Vertx vertx) {
        return (Vertx) Proxy.newProxyInstance(
                DoorServer.class.getClassLoader(), new Class<?>[] {VertxInternal.class}, (proxy, method, arguments) -> {
                    if (arguments != null
                            && arguments.length == 1
                            && arguments[0] instanceof HttpServerOptions options) {
                        options.setMaxInitialLineLength(LONGEST_ADDRESS);
                    }
                    try {
                        return method.invoke(vertx, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

package io.d365hub;

import java.net.BindException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Camel's HTTP server, which listens only when it is told to. Camel's own starts before the routes do; a caller would be
 * told for a moment that there is no such integration, and might believe it.
 */
final class DoorServer extends VertxPlatformHttpServer {

    private boolean listening;

    DoorServer(VertxPlatformHttpServerConfiguration configuration) {
        super(configuration);
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
}

package io.d365hub;

import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * Lets {@code platform-http:} routes of teams in at the hub's own port, beside its doors. Camel would look for a server at port
 * 8080, whatever port the hub has. Whoever calls them is not asked for an API key: that is the route's business.
 */
final class DoorEngine extends VertxPlatformHttpEngine {

    /** What the hub answers itself. */
    private static final List<String> TAKEN =
            List.of("/push", "/messages", "/hooks", "/virtual", "/openapi.json", "/problems");

    private final int port;

    DoorEngine(int port) {
        this.port = port;
    }

    @Override
    public int getServerPort() {
        return port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        String path = endpoint.getPath();
        for (String taken : TAKEN) {
            if (path.equals(taken)
                    || path.startsWith(taken + "/")
                    || (path.equals("/") && endpoint.isMatchOnUriPrefix())) {
                throw new IllegalArgumentException("Path '" + path
                        + "' of platform-http is the hub's own. Choose another one, or take what is posted to"
                        + " /push/... with the kamelet push-source.");
            }
        }
        return super.createConsumer(endpoint, processor);
    }
}

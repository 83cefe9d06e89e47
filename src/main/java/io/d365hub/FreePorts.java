package io.d365hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Looks whether the hub's HTTP ports are free before anything starts: Camel's server only logs that it could not open its
 * port, and goes on without one.
 */
final class FreePorts {

    private FreePorts() {}

    /**
     * Opens each port for a moment.
     *
     * @param faces beginnings of settings, such as {@code hub.http} for {@code hub.http.host} and {@code hub.http.port}
     * @throws HubStartException when one is taken or is not this machine's
     */
    static void require(Settings settings, String... faces) {
        for (String face : faces) {
            String host = settings.text(face + ".host");
            int port = settings.port(face + ".port");
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(host, port));
            } catch (IOException e) {
                throw new HubStartException(
                        "The hub was not started.",
                        "Port %d of %s cannot be opened: %s.".formatted(port, host, e.getMessage()),
                        "End the process that has it, perhaps a hub that still runs, or choose another one with %s."
                                .formatted(Settings.environmentName(face + ".port")),
                        e);
            }
        }
    }
}

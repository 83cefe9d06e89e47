package io.d365hub.virtual.source.web;

import io.d365hub.virtual.VirtualTable;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the services behind tables; all of them share one client. Thread-safe; whoever made it closes it last. */
public final class WebServices implements AutoCloseable {

    private final WebClient client = new WebClient();
    private final Places places;
    private final Function<String, Map<String, String>> credentials;
    private final Map<String, String> toHub;
    private final Clock clock;

    /**
     * Services.
     *
     * @param credentials the headers of named credentials; throws IllegalArgumentException, with what, why and mend, for an
     *     unknown name
     * @param toHub headers of requests to this hub itself whose declaration names no credentials
     */
    public WebServices(
            Places places, Function<String, Map<String, String>> credentials, Map<String, String> toHub, Clock clock) {
        this.places = places;
        this.credentials = credentials;
        this.toHub = Map.copyOf(toHub);
        this.clock = clock;
    }

    public Places places() {
        return places;
    }

    /**
     * The service of one table.
     *
     * @throws IllegalArgumentException when there are no such credentials
     */
    public WebService of(VirtualTable table, URI root, Optional<String> name) {
        Map<String, String> headers = name.map(credentials).orElseGet(() -> places.isHub(root) ? toHub : Map.of());
        return new WebService(client, table, root, headers, clock);
    }

    @Override
    public void close() {
        client.close();
    }
}

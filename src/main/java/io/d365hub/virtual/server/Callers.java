package io.d365hub.virtual.server;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.virtual.odata.ODataFault;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds out who asks: by the header {@code X-API-Key} or the query value {@code api-key}, which are what the OData provider
 * of Dataverse can send (spec dataverse-events-and-virtual-tables §4.2 [V]).
 */
final class Callers {

    static final String HEADER = "X-API-Key";
    static final String QUERY = "api-key";

    private final Supplier<ApiClients> clients;

    Callers(Supplier<ApiClients> clients) {
        this.clients = clients;
    }

    /** @throws ODataFault 401 when there is no key, more than one, or none that is known */
    ApiClient authenticate(HttpServerRequest request) throws ODataFault {
        // A next link carries the key, and the provider may add it again: the same key twice is one.
        Set<String> keys = new HashSet<>(request.headers().getAll(HEADER));
        keys.addAll(request.params().getAll(QUERY));
        Optional<ApiClient> client =
                keys.size() == 1 ? clients.get().authenticate(keys.iterator().next()) : Optional.empty();
        return client.orElseThrow(() -> ODataFault.of(
                401,
                "NotAuthenticated",
                "Send the API key that the hub's operator gave you, as header " + HEADER + " or as query value " + QUERY
                        + ".",
                ""));
    }
}

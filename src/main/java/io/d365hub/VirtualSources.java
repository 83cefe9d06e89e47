package io.d365hub;

import io.d365hub.access.DevelopmentKey;
import io.d365hub.connection.Credentials;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.mapping.MappingFailures;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.source.http.HttpSourceType;
import io.d365hub.virtual.source.odata.ODataSourceType;
import io.d365hub.virtual.source.route.ChangedRows;
import io.d365hub.virtual.source.route.RouteSourceType;
import io.d365hub.virtual.source.route.TableRoutes;
import io.d365hub.virtual.source.web.Places;
import io.d365hub.virtual.source.web.WebServices;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sources of virtual tables that are no database: other services and Camel routes. Connects to nothing by itself. */
final class VirtualSources implements AutoCloseable {

    private final TableRoutes routes = new TableRoutes();
    private final ChangedRows changes = new ChangedRows();
    private final WebServices services;

    /**
     * Sources.
     *
     * @param key with which declarations reach this hub itself in development
     */
    VirtualSources(Settings settings, Optional<DevelopmentKey> key) {
        URI hub = URI.create("http://127.0.0.1:" + settings.text("hub.http.port") + "/");
        this.services = new WebServices(
                new Places(System.getenv()::get, hub),
                name -> headers(settings, name),
                key.map(known -> Map.of("X-API-Key", known.key())).orElse(Map.of()),
                Clock.systemUTC());
    }

    private static Map<String, String> headers(Settings settings, String name) {
        Credentials credentials =
                NamedConnections.credentials(settings).byName().get(name);
        if (credentials == null) {
            throw new IllegalArgumentException(
                    "Credentials '%s' were not found. No setting describes them. Set hub.credentials.%s.token, or .user and .password, or .header and .value."
                            .formatted(name, name));
        }
        return Map.of(credentials.header(), credentials.value());
    }

    /** The kinds of sources. */
    List<SourceType> types() {
        return List.of(
                new ODataSourceType(services),
                new HttpSourceType(services),
                new RouteSourceType(routes, new FailureClassifier(List.of(new MappingFailures()))));
    }

    /** To be bound in Camel's registry: where routes that answer for a table make themselves known. */
    TableRoutes routes() {
        return routes;
    }

    /** To be bound in Camel's registry: where routes say what has changed. */
    ChangedRows changes() {
        return changes;
    }

    @Override
    public void close() {
        services.close();
    }
}

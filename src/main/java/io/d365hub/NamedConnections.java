package io.d365hub;

import io.d365hub.api.Authenticator;
import io.d365hub.connection.Credentials;
import io.d365hub.connection.DataSourceSettings;
import io.d365hub.connection.DataSources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The databases and credentials of the settings, made known to routes by their names. */
final class NamedConnections {

    private static final String DATA_SOURCE = "hub.datasource";
    private static final String CREDENTIALS = "hub.credentials";

    private NamedConnections() {}

    /**
     * Makes them known; nothing is connected.
     *
     * @param authenticators credentials that plug-ins bring, by name
     * @return the databases, to be closed after the routes
     * @throws HubStartException when a setting of theirs is missing or wrong
     */
    static DataSources bind(Settings settings, RouteEngine engine, Map<String, Authenticator> authenticators) {
        DataSources sources = dataSources(settings);
        sources.byName().forEach(engine::bind);
        Map<String, Credentials> known = new TreeMap<>(credentials(settings).byName());
        authenticators.forEach((name, authenticator) -> {
            if (known.put(name, new Credentials(authenticator.header(), authenticator::value)) != null) {
                throw refused(
                        CREDENTIALS,
                        name,
                        "*",
                        "describes credentials that a plug-in brings, too",
                        "Take the setting or the plug-in away, or rename one.");
            }
        });
        engine.bind(Credentials.REGISTRY_NAME, new Credentials.Book(known));
        return sources;
    }

    static DataSources dataSources(Settings settings) {
        List<DataSourceSettings> described = settings.members(DATA_SOURCE).stream()
                .map(name -> dataSource(settings, name))
                .toList();
        DataSources sources = new DataSources(described);
        return settings.development()
                ? sources.withSampleErp(settings.path("hub.data").resolve("erp"))
                : sources;
    }

    private static DataSourceSettings dataSource(Settings settings, String name) {
        String url = settings.member(DATA_SOURCE, name, "url");
        if (!url.startsWith("jdbc:")) {
            throw refused(
                    DATA_SOURCE, name, "url", "is no JDBC address", "Write it as jdbc:postgresql://host/database.");
        }
        return new DataSourceSettings(
                name,
                url,
                settings.member(DATA_SOURCE, name, "user"),
                settings.member(DATA_SOURCE, name, "password"),
                settings.member(DATA_SOURCE, name, "connections").isEmpty()
                        ? DataSourceSettings.DEFAULT_CONNECTIONS
                        : settings.number(DATA_SOURCE + "." + name + ".connections"));
    }

    static Credentials.Book credentials(Settings settings) {
        Map<String, Credentials> byName = settings.members(CREDENTIALS).stream()
                .collect(Collectors.toMap(Function.identity(), name -> credentials(settings, name)));
        return new Credentials.Book(byName);
    }

    private static Credentials credentials(Settings settings, String name) {
        String token = settings.member(CREDENTIALS, name, "token");
        String user = settings.member(CREDENTIALS, name, "user");
        String header = settings.member(CREDENTIALS, name, "header");
        if (!token.isEmpty()) {
            return Credentials.bearer(token);
        }
        if (!user.isEmpty()) {
            return Credentials.basic(user, settings.member(CREDENTIALS, name, "password"));
        }
        if (!header.isEmpty()) {
            return new Credentials(header, settings.member(CREDENTIALS, name, "value"));
        }
        throw refused(
                CREDENTIALS,
                name,
                "token",
                "is empty, and so are .user and .header",
                "Set one of the three; secrets by environment variables.");
    }

    private static HubStartException refused(String family, String name, String part, String why, String mend) {
        return new HubStartException(
                "The hub was not started.", "Setting " + family + "." + name + "." + part + " " + why + ".", mend);
    }
}

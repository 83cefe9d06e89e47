package io.d365hub.dataverse.client;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Where an environment is and how patient its client is.
 *
 * @param environmentUrl scheme, host and port of the environment, e.g. {@code https://contoso.api.crm4.dynamics.com}; a
 *     path is not part of it
 * @param apiVersion e.g. {@code v9.2}
 * @param callTimeLimit the longest that one operation on a row takes, repetitions included, from the first byte sent;
 *     below the 10 s after which the broker gives a silent hub's work to another one
 * @param connectTimeLimit the part of it that making a connection may take
 * @param maxResponseBytes an answer larger than this is refused, compressed or not
 * @param maxConnections open connections; at least the largest concurrency of the governor
 */
public record DataverseSettings(
        URI environmentUrl,
        String apiVersion,
        Duration callTimeLimit,
        Duration connectTimeLimit,
        int maxResponseBytes,
        int maxConnections) {

    public static final String DEFAULT_API_VERSION = "v9.2";
    public static final Duration DEFAULT_CALL_TIME_LIMIT = Duration.ofSeconds(8);
    public static final Duration DEFAULT_CONNECT_TIME_LIMIT = Duration.ofSeconds(3);
    public static final int DEFAULT_MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
    /** Connections beyond the governor's: for tokens, and for those that are just being closed. */
    public static final int SPARE_CONNECTIONS = 12;

    public static final int DEFAULT_MAX_CONNECTIONS = 52 + SPARE_CONNECTIONS;

    public DataverseSettings {
        Objects.requireNonNull(environmentUrl, "environmentUrl");
        String scheme = environmentUrl.getScheme() == null
                ? ""
                : environmentUrl.getScheme().toLowerCase(Locale.ROOT);
        boolean bare = environmentUrl.getRawPath() == null
                || environmentUrl.getRawPath().isEmpty()
                || environmentUrl.getRawPath().equals("/");
        if (environmentUrl.getHost() == null || !bare || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("The address of the environment is '" + environmentUrl
                    + "'. It must be scheme and host only, e.g. https://contoso.api.crm4.dynamics.com");
        }
        if (!apiVersion.matches("v\\d+\\.\\d+")) {
            throw new IllegalArgumentException(
                    "The version of the Web API is '" + apiVersion + "'. It must look like v9.2");
        }
    }

    public static DataverseSettings of(URI environmentUrl) {
        return new DataverseSettings(
                environmentUrl,
                DEFAULT_API_VERSION,
                DEFAULT_CALL_TIME_LIMIT,
                DEFAULT_CONNECT_TIME_LIMIT,
                DEFAULT_MAX_RESPONSE_BYTES,
                DEFAULT_MAX_CONNECTIONS);
    }

    public DataverseSettings withCallTimeLimit(Duration limit) {
        Duration connect = connectTimeLimit.compareTo(limit) > 0 ? limit : connectTimeLimit;
        return new DataverseSettings(environmentUrl, apiVersion, limit, connect, maxResponseBytes, maxConnections);
    }

    public DataverseSettings withMaxResponseBytes(int bytes) {
        return new DataverseSettings(
                environmentUrl, apiVersion, callTimeLimit, connectTimeLimit, bytes, maxConnections);
    }

    /** Host and port as the reader knows them. */
    public String environment() {
        return environmentUrl.getPort() < 0
                ? environmentUrl.getHost()
                : environmentUrl.getHost() + ":" + environmentUrl.getPort();
    }

    /** What a token must be asked for: everything that the application user may do here. */
    public String scope() {
        return environmentUrl.getScheme() + "://" + environment() + "/.default";
    }

    /** Path before the name of a table, e.g. {@code /api/data/v9.2/}. */
    String basePath() {
        return "/api/data/" + apiVersion + "/";
    }
}

package io.d365hub.batch.source.http;

import io.d365hub.connection.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How another system is asked.
 *
 * @param url where reading begins
 * @param headers sent with each request
 * @param credentials sent to the url's own host only
 * @param otherHosts hosts, with port where it is not the usual one, that links of pages may lead to
 * @param timeout for the answer to begin, and between two pieces of it
 * @param valueLimit longest text, in characters
 */
public record HttpSettings(
        URI url,
        Map<String, String> headers,
        Supplier<Optional<Credentials>> credentials,
        Set<String> otherHosts,
        Duration timeout,
        int valueLimit) {

    public HttpSettings {
        headers = Map.copyOf(headers);
        otherHosts = Set.copyOf(otherHosts);
    }

    /** For failures: without the query, in which there may be anything. */
    String address() {
        return address(url);
    }

    static String address(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}

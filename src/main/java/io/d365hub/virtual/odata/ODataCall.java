package io.d365hub.virtual.odata;

import io.d365hub.virtual.guard.Departure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a service.
 *
 * @param method GET, POST, PATCH, PUT or DELETE; a HEAD is a GET whose body is not sent
 * @param root the service root as the caller knows it, absolute, with its last slash
 * @param path what follows it in the address, as it came, without a leading slash
 * @param query what follows the question mark, as it came; may be empty
 * @param headers by name in lower case
 * @param body may be empty
 * @param caller who waits for the answer
 */
public record ODataCall(
        String method,
        String root,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte[] body,
        Departure caller) {

    /** The headers that a service looks at, in lower case. */
    public static final List<String> HEADERS = List.of(
            "accept",
            "accept-charset",
            "content-type",
            "if-match",
            "if-none-match",
            "odata-maxversion",
            "odata-version",
            "prefer");

    /** All values of a header; one of {@link #HEADERS}, in any case. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }
}

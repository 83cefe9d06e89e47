package io.d365hub.virtual.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the service is and what it can do, as declared. Immutable.
 *
 * @param url of all rows
 * @param row address of one row, with {@code {key}} in it; empty when there is none
 * @param rows where the answer holds the rows
 * @param rowAt where the answer about one row holds it
 * @param parameters that the service evaluates
 * @param paging how it hands out many rows
 * @param credentials name of the credentials to send; empty for none
 * @param headers sent with each request; no secrets
 * @param updateMethod {@code PATCH} or {@code PUT}
 * @param zone of dates and times without an offset
 */
record HttpSettings(
        URI url,
        Optional<String> row,
        JsonPointer rows,
        JsonPointer rowAt,
        List<Parameter> parameters,
        Paging paging,
        Optional<String> credentials,
        Map<String, String> headers,
        String updateMethod,
        Optional<ZoneId> zone) {

    static final String KEY = "{key}";

    HttpSettings {
        parameters = List.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    /** The address of one row. */
    URI rowAddress(Object key) {
        return URI.create(row.orElseThrow().replace(KEY, Addresses.encoded(key.toString())));
    }
}

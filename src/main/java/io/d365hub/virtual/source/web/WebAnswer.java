package io.d365hub.virtual.source.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a service answered.
 *
 * @param headers the first of each name; names in small letters
 * @param body all of it, unpacked
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, by whoever asked; never compared.
public record WebAnswer(int status, Map<String, String> headers, byte[] body) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return "WebAnswer[" + status + "]";
    }
}

package io.d365hub.webhook.delivery;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a receiver answered, as far as anybody looks at it.
 *
 * @param headers by name in lower case; of a repeated one the first
 * @param head the first bytes of the body
 */
record Answer(int status, Map<String, String> headers, byte[] head) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}

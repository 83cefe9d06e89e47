package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A client as the hub's documentation wants it: what is answered 503 is sent again, with the same Idempotency-Key. A machine that
 * stands still for a second makes the hub answer so, rightly, and what it could not confirm in time may be stored nevertheless.
 */
public final class PatientClient {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String KEY = "Idempotency-Key";

    private PatientClient() {}

    /** The same headers, with an Idempotency-Key if there is none: names and values, one after the other. */
    public static String[] withKey(String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(KEY)) {
                return headers;
            }
        }
        return Stream.concat(
                        Stream.of(headers), Stream.of(KEY, UUID.randomUUID().toString()))
                .toArray(String[]::new);
    }

    /** The first answer that is not 503. */
    public static HttpResponse<String> answer(Callable<HttpResponse<String>> request) {
        // The first try must not wait for the first poll: some tests push thousands.
        AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
        await("the hub takes it, or refuses it for good")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> {
                    HttpResponse<String> answer = request.call();
                    assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(503);
                    last.set(answer);
                });
        return last.get();
    }
}

package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.d365hub.batch.SourceException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.Optional;

/** Tells what a failure of another system means for the run. Addresses are told without their queries, answers not at all. */
public final class HttpFailures {

    private static final String NOTHING_TO_DO = "Nothing for now: the run goes on at its last position.";

    private HttpFailures() {}

    /** A mistake of the author or of the other system that waiting does not mend. */
    public static SourceException misconfigured(URI uri, String code, String why, String mend) {
        return failure(FailureKind.MISCONFIGURED, code, uri, why, mend, null);
    }

    static SourceException status(URI uri, int status, HttpHeaders headers) {
        String why = "It answered " + status + ".";
        if (status == 429 || status == 503) {
            Optional<java.time.Duration> pause =
                    RetryAfter.of(headers.firstValue("retry-after"), headers.firstValue("date"), Instant.now());
            return new SourceException(new Failure(
                    FailureKind.THROTTLED, "http-" + status, what(uri), why, NOTHING_TO_DO, pause, false, ""));
        }
        if (status >= 500 || status == 408) {
            return failure(FailureKind.TRANSIENT, "http-" + status, uri, why, NOTHING_TO_DO, null);
        }
        String mend = "Check 'url' and the other options of the batch.";
        if (status == 401 || status == 403) {
            mend = "Check the credentials that the batch names, and what they may read.";
        } else if (status >= 300 && status < 400) {
            mend = "Redirects are not followed, so that credentials go nowhere else: set 'url' to where it leads.";
        }
        return misconfigured(uri, "http-" + status, why, mend);
    }

    /** The other system did not answer. */
    static SourceException notReached(URI uri, IOException e) {
        boolean away = e instanceof ConnectException || e instanceof HttpTimeoutException;
        return failure(
                away ? FailureKind.THROTTLED : FailureKind.TRANSIENT,
                "http-connection",
                uri,
                e instanceof HttpTimeoutException ? "It did not answer in time." : "The connection failed: " + words(e),
                NOTHING_TO_DO,
                e);
    }

    /** A page that began and could not be read to its end. */
    static SourceException reading(URI uri, long row, int valueLimit, IOException e) {
        if (e instanceof StreamConstraintsException) {
            return misconfigured(
                    uri,
                    "value-too-long",
                    "Row " + row + " of the page has a value of more than " + valueLimit
                            + " characters, or is nested too deeply.",
                    "Leave the value out in the source's answer, or raise 'valueLimit'.");
        }
        if (e instanceof JsonProcessingException json && !(e instanceof JsonEOFException)) {
            return failure(
                    FailureKind.UNREADABLE,
                    "json",
                    uri,
                    "At row " + row + " of the page, byte " + json.getLocation().getByteOffset()
                            + ", the JSON is broken.",
                    "Look at the answer of this address; the run goes on at its last position when it is resumed.",
                    null);
        }
        return failure(
                FailureKind.TRANSIENT,
                "http-broken-off",
                uri,
                "At row " + row + " of the page the answer broke off: " + words(e),
                NOTHING_TO_DO,
                e);
    }

    private static String words(IOException e) {
        String message = e instanceof JsonEOFException ? "it ended early" : e.getMessage();
        return (message == null ? e.getClass().getSimpleName() : message) + ".";
    }

    private static SourceException failure(
            FailureKind kind, String code, URI uri, String why, String mend, Throwable cause) {
        return new SourceException(Failure.of(kind, code, what(uri), why, mend), cause);
    }

    private static String what(URI uri) {
        return "Rows were not read from " + HttpSettings.address(uri) + ".";
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of HTTP services and databases that routes write to mean for a message. */
class TargetFailuresTest {

    private static Failure failure(Throwable thrown) {
        return new FailureClassifier(List.of(new TargetFailures(InstantSource.system())))
                .classify(new IllegalStateException("around it", thrown));
    }

    private static HttpOperationFailedException answer(int status, Map<String, String> headers) {
        return new HttpOperationFailedException(
                "http://warehouse.example/customers?key=secret-17", status, "", null, headers, "Zoë Łukasiewicz");
    }

    @ParameterizedTest
    @CsvSource({
        "429, THROTTLED",
        "503, THROTTLED",
        "408, TRANSIENT",
        "500, TRANSIENT",
        "502, TRANSIENT",
        "504, TRANSIENT",
        "401, MISCONFIGURED",
        "403, MISCONFIGURED",
        "301, MISCONFIGURED",
        "400, REFUSED",
        "404, REFUSED",
        "409, REFUSED",
        "422, REFUSED"
    })
    void theStatusOfAnHttpAnswerDecides(int status, FailureKind kind) {
        assertThat(failure(answer(status, Map.of())).kind()).isEqualTo(kind);
    }

    @Test
    void whatTheTargetAsksForInRetryAfterIsWaited() {
        assertThat(failure(answer(503, Map.of("retry-after", "7"))).retryAfter())
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void neitherAddressNorBodyOfAnAnswerIsTold() {
        assertThat(failure(answer(422, Map.of())).toString()).doesNotContain("secret-17", "Zoë", "warehouse");
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerIsTriedAgain() {
        assertThat(failure(new NoHttpResponseException("gone")).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "08006, THROTTLED",
        "57P01, THROTTLED",
        "53300, THROTTLED",
        "90098, THROTTLED",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "57014, TRANSIENT",
        "22001, REFUSED",
        "23502, REFUSED",
        "42P01, MISCONFIGURED",
        "42703, MISCONFIGURED",
        "28P01, MISCONFIGURED"
    })
    void theStateOfASqlFailureDecides(String state, FailureKind kind) {
        assertThat(failure(new SQLException("values ('Zoë')", state)).kind()).isEqualTo(kind);
    }

    @Test
    void aPoolWithoutConnectionsIsWaitedFor() {
        assertThat(failure(new SQLTransientConnectionException("no connection")).kind())
                .isEqualTo(FailureKind.THROTTLED);
    }

    @ParameterizedTest
    @CsvSource({"23503", "23506"})
    void aMissingParentRowIsWaitedForByItself(String state) {
        assertThat(failure(new SQLException("values ('Zoë')", state)).missingParent())
                .isTrue();
    }

    @Test
    void noValueThatADatabaseQuotesIsTold() {
        assertThat(failure(new SQLException("values ('Zoë')", "23505")).toString())
                .doesNotContain("Zoë")
                .contains("a row with its key is there already");
    }
}

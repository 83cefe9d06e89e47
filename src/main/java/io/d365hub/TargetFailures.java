package io.d365hub;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.RetryAfter;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Says what the failures of targets that are no Dataverse mean, when a route sends to them with Camel's own components: HTTP
 * (status codes of RFC 9110) and SQL (classes of SQLSTATE, as PostgreSQL and H2 give them). A target that is away or asks for
 * time is waited for; only what is wrong with the message itself makes it a dead letter. A rule for
 * {@link io.d365hub.failure.FailureClassifier}. Thread-safe.
 *
 * <p>Neither values nor addresses are told: databases quote the first, and the second may hold keys.
 */
final class TargetFailures implements Function<Throwable, Optional<Failure>> {

    private static final Set<Integer> ASKS_FOR_TIME = Set.of(429, 503);
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 500, 502, 504);
    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403, 407);
    /** Too many connections, connection broken or closed, database closed or starting. */
    private static final Set<String> LOST = Set.of("53300", "90067", "90098", "90007", "90121", "HYT00");
    /** Deadlock, serialization, lock timeout, statement cancelled. */
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40001", "40P01", "55P03", "57014", "50200");

    private static final String FOREIGN_KEY = "23503";
    private static final String FOREIGN_KEY_IN_H2 = "23506";

    private static final Map<String, String> REASONS = Map.of(
            "22001",
            "a value is longer than its column",
            "22003",
            "a number is out of the range of its column",
            "23502",
            "a column that must have a value has none",
            FOREIGN_KEY,
            "it refers to a row that is not there",
            FOREIGN_KEY_IN_H2,
            "it refers to a row that is not there",
            "23505",
            "a row with its key is there already");

    private final InstantSource clock;

    TargetFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Failure> apply(Throwable thrown) {
        if (thrown instanceof HttpOperationFailedException e) {
            return Optional.of(http(e));
        }
        if (thrown instanceof SQLException e) {
            return Optional.of(sql(e));
        }
        if (thrown instanceof IOException && thrown.getClass().getName().startsWith("org.apache.hc.")) {
            return Optional.of(failure(
                    FailureKind.TRANSIENT,
                    thrown.getClass().getSimpleName(),
                    "The connection ended before the target had answered.",
                    "Nothing for now: the hub tries again."));
        }
        return Optional.empty();
    }

    private Failure http(HttpOperationFailedException e) {
        int status = e.getStatusCode();
        String code = "http-" + status;
        String why = "The target answered " + status + ".";
        if (ASKS_FOR_TIME.contains(status)) {
            return new Failure(
                    FailureKind.THROTTLED,
                    code,
                    "The message was not taken yet.",
                    why,
                    "Nothing for now: the hub waits as long as the target asks for, and goes on.",
                    retryAfter(e),
                    false,
                    "");
        }
        if (MAY_PASS.contains(status)) {
            return failure(FailureKind.TRANSIENT, code, why, "Nothing for now: the hub tries again.");
        }
        if (NOT_LET_IN.contains(status)) {
            return failure(
                    FailureKind.MISCONFIGURED,
                    code,
                    why,
                    "Check the credentials and rights that the route uses there.");
        }
        if (status < 400) {
            return failure(
                    FailureKind.MISCONFIGURED,
                    code,
                    why,
                    "Correct the address in the route: redirects are not followed.");
        }
        return failure(
                FailureKind.REFUSED,
                code,
                why,
                "Ask the target's owner what is wrong with it, then replay the dead letter.");
    }

    private Optional<Duration> retryAfter(HttpOperationFailedException e) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (e.getResponseHeaders() != null) {
            headers.putAll(e.getResponseHeaders());
        }
        return RetryAfter.of(
                Optional.ofNullable(headers.get("Retry-After")),
                Optional.ofNullable(headers.get("Date")),
                clock.instant());
    }

    private static Failure sql(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String code = "sql-" + state;
        if (e instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || LOST.contains(state)) {
            return failure(
                    FailureKind.THROTTLED,
                    code,
                    "The database cannot be reached (SQL state " + state + ").",
                    "Check that the database runs; the hub goes on by itself.");
        }
        if (e instanceof SQLTimeoutException || WORTH_ANOTHER_TRY.contains(state)) {
            return failure(
                    FailureKind.TRANSIENT,
                    code,
                    "The database gave the statement up (SQL state " + state + ").",
                    "Nothing for now: the hub tries again.");
        }
        if (state.startsWith("22") || state.startsWith("23")) {
            boolean parent = state.equals(FOREIGN_KEY) || state.equals(FOREIGN_KEY_IN_H2);
            return new Failure(
                    FailureKind.REFUSED,
                    code,
                    "The row was not written.",
                    "The database refuses it: " + REASONS.getOrDefault(state, "a value does not fit its column")
                            + " (SQL state " + state + ").",
                    "Mend the row where it comes from, or the mapping, then replay the dead letter.",
                    Optional.empty(),
                    parent,
                    "");
        }
        return failure(
                FailureKind.MISCONFIGURED,
                code,
                "The database does not accept the statement (SQL state " + state + ").",
                "Compare the statement in the route with the table, and the user's rights.");
    }

    private static Failure failure(FailureKind kind, String code, String why, String mend) {
        return Failure.of(kind, code, "The message was not written.", why, mend);
    }
}

package io.d365hub.dataverse.client;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Puts what went wrong into the sentences that a person reads. */
final class Failures {

    /** No answer came, but repeating is safe. */
    static final String ANSWER_LOST = "answer-lost";
    /** No answer came, and repeating might do it twice. */
    static final String UNKNOWN_OUTCOME = "unknown-outcome";
    /** Something answered that is not Dataverse. */
    static final String NOT_DATAVERSE = "not-dataverse";

    private Failures() {}

    /** Why it failed, to go on a sentence: without its capital and its full stop. */
    static String clause(DataverseException failure) {
        String why = failure.failure().why();
        String bare = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }

    static DataverseException answered(String what, WireResponse response, Instant now) {
        ErrorBody error = ErrorBody.of(response);
        Meaning meaning = Meaning.of(response.status(), error);
        return of(what, response, error, meaning, "", false, now);
    }

    /** A row's change was answered badly: a reference to a missing row is told apart from the row's own fault. */
    static DataverseException answered(String what, RowChange change, WireResponse response, Instant now) {
        ErrorBody error = ErrorBody.of(response);
        Meaning meaning = Meaning.of(response.status(), error);
        Optional<MissingParent> parent = MissingParent.in(change, error);
        return parent.isPresent()
                ? of(
                        what,
                        response,
                        error,
                        new Meaning(FailureKind.REFUSED, Mend.PARENT),
                        " " + parent.get().sentence(),
                        true,
                        now)
                : of(what, response, error, meaning, "", false, now);
    }

    /**
     * The same key was taken again and again: a rival of this moment gives up sooner, so another unique key of the table
     * is the likelier reason.
     */
    static DataverseException raceLost(String what, RowChange change, WireResponse response, Instant now) {
        DataverseException last = answered(what, change, response, now);
        boolean otherKey = ErrorCode.of(last.code())
                .filter(c -> c == ErrorCode.DUPLICATE_RECORD_ENTITY_KEY)
                .isPresent();
        return otherKey
                ? last
                : new DataverseException(last.status(), last.failure().as(FailureKind.TRANSIENT));
    }

    private static DataverseException of(
            String what,
            WireResponse response,
            ErrorBody error,
            Meaning meaning,
            String more,
            boolean missingParent,
            Instant now) {
        String code = !error.code().isEmpty()
                ? error.code()
                : meaning.mend() == Mend.ADDRESS ? NOT_DATAVERSE : "http-" + response.status();
        String why = "Dataverse answered " + response.status()
                + (error.code().isEmpty() ? "" : " with code " + error.code()) + ": " + words(response, error) + more;
        return new DataverseException(
                response.status(),
                new Failure(
                        meaning.kind(),
                        code,
                        what,
                        why,
                        meaning.mend().sentence(),
                        response.retryAfter(now),
                        missingParent,
                        response.requestId()));
    }

    private static String words(WireResponse response, ErrorBody error) {
        if (!error.message().isEmpty()) {
            return error.message().endsWith(".") ? error.message() : error.message() + ".";
        }
        if (response.body().length == 0) {
            return "no further words.";
        }
        return error.json() ? "JSON without an error in it." : "a body that is not JSON (" + type(response) + ").";
    }

    private static String type(WireResponse response) {
        return response.contentType().isEmpty() ? "of unknown type" : response.contentType();
    }

    /** Nothing is sent for now. */
    static DataverseException paused(String what, String reason, Duration remaining) {
        return new DataverseException(
                0,
                new Failure(
                        FailureKind.THROTTLED,
                        "paused",
                        what,
                        capital(reason) + ".",
                        Mend.WAIT.sentence(),
                        Optional.of(remaining),
                        false,
                        ""));
    }

    /** The bind target was looked for by query and is not there. */
    static DataverseException parentNotFound(RowChange change, String property, RowRef parent) {
        return new DataverseException(
                404,
                new Failure(
                        FailureKind.REFUSED,
                        "missing-parent",
                        change.notDone(),
                        new MissingParent(Optional.of(property), Optional.of(parent)).sentence(),
                        Mend.PARENT.sentence(),
                        Optional.empty(),
                        true,
                        ""));
    }

    /** The row itself was looked for by query and is not there. */
    static DataverseException rowNotFound(RowChange change) {
        return rowNotFound(change.notDone(), change.row());
    }

    static DataverseException rowNotFound(String what, RowRef row) {
        return new DataverseException(
                404,
                Failure.of(
                        FailureKind.REFUSED,
                        "row-not-found",
                        what,
                        "No row of " + row.table() + " has this value of " + row.keyNames() + ".",
                        Mend.ROW_MISSING.sentence()));
    }

    /** Its sender gave it up while it waited for its turn. */
    static DataverseException withdrawn(String what) {
        return of(
                FailureKind.TRANSIENT,
                "withdrawn",
                what,
                "It was given up before its turn came; nothing was sent.",
                Mend.AGAIN,
                null);
    }

    static DataverseException answerLost(String what, Throwable cause) {
        return new DataverseException(
                0,
                Failure.of(
                        FailureKind.TRANSIENT,
                        ANSWER_LOST,
                        what,
                        "The answer of Dataverse was lost: " + cause(cause) + ".",
                        Mend.AGAIN.sentence()),
                cause);
    }

    /** @param notRepeatable why it cannot be sent again; a half sentence */
    static DataverseException unknownOutcome(String what, String notRepeatable, Throwable cause) {
        return new DataverseException(
                0,
                Failure.of(
                        FailureKind.REFUSED,
                        UNKNOWN_OUTCOME,
                        what.replace(" was not ", " was perhaps not "),
                        "The answer of Dataverse was lost (" + cause(cause) + "), and " + notRepeatable + ".",
                        Mend.LOOK_FIRST.sentence()),
                cause);
    }

    static DataverseException of(FailureKind kind, String code, String what, String why, Mend mend, Throwable cause) {
        return new DataverseException(0, Failure.of(kind, code, what, why, mend.sentence()), cause);
    }

    /** Names the kind of network failure; the words of network exceptions may hold addresses but no data. */
    static String cause(Throwable cause) {
        if (cause instanceof java.util.concurrent.TimeoutException
                || cause instanceof java.net.SocketTimeoutException) {
            return "no answer within the time limit";
        }
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return ErrorBody.oneLine(words);
    }

    private static String capital(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}

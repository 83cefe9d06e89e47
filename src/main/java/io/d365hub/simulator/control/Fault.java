package io.d365hub.simulator.control;

import io.d365hub.simulator.operation.OperationKind;
import java.util.Objects;

/**
 * Something that goes wrong on purpose.
 *
 * @param on which operations; null for any
 * @param times how often it happens; null for once, 0 for ever
 * @param afterCalls how many matching calls go well first; null for none
 * @param status the HTTP status to answer instead of doing the work; null to do the work
 * @param code the error's code; null for the usual one of that status
 * @param message the error's text; null for a usual one
 * @param retryAfter the {@code Retry-After} header, as it is to be sent; null for none
 * @param dropResponse whether to do the work and close the connection without an answer
 * @param reset whether to reset the connection without doing the work
 * @param html whether the answer's body is an HTML page instead of JSON
 * @param matchKey only for rows whose key contains this text; null for all
 * @param latencyMillis how much longer it takes; null for no longer
 * @param preset gives status, code and message, unless they are given themselves; null for none
 * @param afterCommit whether the work is done before the status is answered, so that the client is told a lie
 * @param truncateAfterBytes the answer is cut after so many bytes of its body; null for a whole answer
 * @param bytesPerSecond how fast the answer's body is sent; null for at once
 */
public record Fault(
        OperationKind on,
        Integer times,
        Integer afterCalls,
        Integer status,
        String code,
        String message,
        String retryAfter,
        boolean dropResponse,
        boolean reset,
        boolean html,
        String matchKey,
        Double latencyMillis,
        FaultPreset preset,
        boolean afterCommit,
        Integer truncateAfterBytes,
        Integer bytesPerSecond) {

    public Fault {
        if (preset != null) {
            status = Objects.requireNonNullElse(status, preset.status());
            code = Objects.requireNonNullElse(code, preset.code());
            message = Objects.requireNonNullElse(message, preset.message());
        }
        on = Objects.requireNonNullElse(on, OperationKind.ANY);
        times = Objects.requireNonNullElse(times, 1);
        afterCalls = Objects.requireNonNullElse(afterCalls, 0);
        latencyMillis = Objects.requireNonNullElse(latencyMillis, 0.0);
        if (status != null && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status must be from 200 to 599");
        }
        if (times < 0 || afterCalls < 0 || latencyMillis < 0) {
            throw new IllegalArgumentException("times, afterCalls and latencyMillis cannot be negative");
        }
        if (html && status == null) {
            throw new IllegalArgumentException("html needs a status");
        }
        if (afterCommit && status == null) {
            throw new IllegalArgumentException("afterCommit needs a status or a preset");
        }
        if (truncateAfterBytes != null && truncateAfterBytes < 0) {
            throw new IllegalArgumentException("truncateAfterBytes cannot be negative");
        }
        if (bytesPerSecond != null && bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond must be at least 1");
        }
        boolean distorts = truncateAfterBytes != null || bytesPerSecond != null;
        if (status == null && !dropResponse && !reset && latencyMillis == 0 && !distorts) {
            throw new IllegalArgumentException("a fault needs an effect: one of status, preset, dropResponse, reset,"
                    + " latencyMillis, truncateAfterBytes and bytesPerSecond");
        }
    }

    /** A fault without the effects that are seldom wanted. */
    public Fault(
            OperationKind on,
            Integer times,
            Integer afterCalls,
            Integer status,
            String code,
            String message,
            String retryAfter,
            boolean dropResponse,
            boolean reset,
            boolean html,
            String matchKey,
            Double latencyMillis) {
        this(
                on,
                times,
                afterCalls,
                status,
                code,
                message,
                retryAfter,
                dropResponse,
                reset,
                html,
                matchKey,
                latencyMillis,
                null,
                false,
                null,
                null);
    }

    /** A fault that answers the next call of this kind with a status and code, once. */
    public static Fault answering(OperationKind on, int status, String code) {
        return new Fault(on, 1, 0, status, code, null, null, false, false, false, null, null);
    }
}

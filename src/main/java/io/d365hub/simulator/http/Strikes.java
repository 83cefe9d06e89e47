package io.d365hub.simulator.http;

import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.control.Faults;
import io.d365hub.simulator.control.Statistics;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.DelegatedOperation;
import io.d365hub.simulator.operation.ErrorAnswers;
import io.d365hub.simulator.operation.Execution;
import io.d365hub.simulator.operation.FailedOperation;
import io.d365hub.simulator.operation.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the faults do to one request and its parts. Used by one thread. */
final class Strikes {

    private final Faults faults;
    private final Statistics statistics;
    private Fault answering;
    private double extraMillis;
    private boolean drops;
    private boolean resets;
    private BodyWriter.Distortion distortion = BodyWriter.Distortion.NONE;

    Strikes(Faults faults, Statistics statistics) {
        this.faults = faults;
        this.statistics = statistics;
    }

    /** Finds the fault that strikes the whole request. */
    Operation whole(Operation operation) {
        faults.strike(operation.kind(), operation).ifPresent(fault -> {
            note(fault);
            distortion = distortion(fault);
            answering = fault.status() == null ? null : fault;
        });
        return operation;
    }

    /** Finds the fault that strikes a part of a batch, and replaces the part when it is to fail. */
    Operation part(Operation operation) {
        Optional<Fault> fault = faults.strikePart(operation);
        fault.ifPresent(this::note);
        Operation struck = fault.filter(found -> found.status() != null)
                .<Operation>map(found -> new FailedOperation(operation.kind(), error(found)))
                .orElse(operation);
        return new CountedPart(struck, statistics);
    }

    private void note(Fault fault) {
        extraMillis += fault.latencyMillis();
        drops |= fault.dropResponse();
        resets |= fault.reset();
    }

    double extraMillis() {
        return extraMillis;
    }

    boolean drops() {
        return drops;
    }

    boolean resets() {
        return resets;
    }

    /** What happens to the answer's body. */
    BodyWriter.Distortion distortion() {
        return distortion;
    }

    /** What a fault does to an answer's body. */
    static BodyWriter.Distortion distortion(Fault fault) {
        return fault.truncateAfterBytes() == null && fault.bytesPerSecond() == null
                ? BodyWriter.Distortion.NONE
                : new BodyWriter.Distortion(fault.truncateAfterBytes(), fault.bytesPerSecond());
    }

    /** Whether the operation is done although the answer will be the fault's. */
    boolean comesAfterTheWork() {
        return answering != null && answering.afterCommit();
    }

    /** The answer that a fault gives instead of the operation's, or null. */
    Answer answer(Preferences preferences) {
        return answering == null ? null : answer(answering, preferences);
    }

    /** The answer that a fault with a status gives. */
    static Answer answer(Fault fault, Preferences preferences) {
        Answer answer;
        if (fault.html()) {
            String page = "<html><head><title>" + fault.status() + "</title></head><body><h1>" + fault.status()
                    + "</h1><p>" + message(fault) + "</p></body></html>";
            answer = new Answer(fault.status()).body("text/html", page.getBytes(StandardCharsets.UTF_8));
        } else {
            answer = ErrorAnswers.of(error(fault), preferences);
        }
        return answer.header("Retry-After", fault.retryAfter());
    }

    private static ApiError error(Fault fault) {
        return new ApiError(fault.status(), code(fault), "SimulatedFault", message(fault));
    }

    private static String message(Fault fault) {
        return fault.message() == null ? "A fault of the simulator." : fault.message();
    }

    private static String code(Fault fault) {
        if (fault.code() != null) {
            return fault.code();
        }
        return switch (fault.status()) {
            case 401 -> "0x8005f101";
            case 403 -> "0x80040220";
            case 404 -> "0x80040217";
            case 412 -> "0x80040237";
            case 429 -> "0x80072322";
            default -> "0x80040216";
        };
    }

    /** A part of a batch that is counted when it runs. */
    private record CountedPart(Operation operation, Statistics statistics) implements DelegatedOperation {

        @Override
        public Answer run(Execution execution) {
            try {
                Answer answer = operation.run(execution);
                statistics.part(operation.kind(), answer.status());
                return answer;
            } catch (ApiError e) {
                statistics.part(operation.kind(), e.status());
                throw e;
            }
        }
    }
}

package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.RunParticipant.Admission;
import io.d365hub.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who takes part in a run. Thread-safe. */
final class Participants {

    private static final Logger LOG = LoggerFactory.getLogger(Participants.class);

    private final ObjectNode saved;
    private final List<RunParticipant> all = new CopyOnWriteArrayList<>();

    /** @param saved their states as of the position at which the run begins */
    Participants(ObjectNode saved) {
        this.saved = saved;
    }

    /** Looks without a lock first: a sink asks for each of its rows. */
    <P extends RunParticipant> P join(String name, Class<P> type, Supplier<P> participant) {
        return find(name, type).orElseGet(() -> begin(name, type, participant));
    }

    private <P extends RunParticipant> Optional<P> find(String name, Class<P> type) {
        for (RunParticipant one : all) {
            if (one.name().equals(name)) {
                return Optional.of(type.cast(one));
            }
        }
        return Optional.empty();
    }

    private synchronized <P extends RunParticipant> P begin(String name, Class<P> type, Supplier<P> participant) {
        Optional<P> other = find(name, type);
        if (other.isPresent()) {
            return other.get();
        }
        P fresh = participant.get();
        try {
            fresh.begin(Optional.ofNullable((ObjectNode) saved.get(name)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ParticipantException(e);
        }
        all.add(fresh);
        return fresh;
    }

    /** Tells what the participant threw; its cause decides what that means for the row. */
    static final class ParticipantException extends RuntimeException {
        ParticipantException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    boolean needQuiet() {
        for (RunParticipant one : all) {
            if (one.needsQuiet()) {
                return true;
            }
        }
        return false;
    }

    void upcoming(List<RowTask> tasks) {
        if (!all.isEmpty()) {
            List<String> keys = tasks.stream()
                    .filter(task -> task.unreadable == null)
                    .map(RowTask::key)
                    .toList();
            all.forEach(one -> one.upcoming(keys));
        }
    }

    /** The first that does not say write decides. */
    Admission beforeWrite(BatchRow row, Exchange exchange) {
        for (RunParticipant one : all) {
            Admission admission = one.beforeWrite(row, exchange);
            if (admission != Admission.WRITE) {
                return admission;
            }
        }
        return Admission.WRITE;
    }

    void after(BatchRow row, RowOutcome outcome, Failure failure) {
        if (!all.isEmpty()) {
            Optional<Failure> why = Optional.ofNullable(failure);
            all.forEach(one -> one.after(row, outcome, why));
        }
    }

    List<RowReader> rowsAfter() throws Exception {
        List<RowReader> readers = new ArrayList<>();
        for (RunParticipant one : all) {
            one.rowsAfter().ifPresent(readers::add);
        }
        return readers;
    }

    /** Makes durable what they have; their states by name. Those that have not come back since a restart keep theirs. */
    ObjectNode flush() throws Exception {
        ObjectNode states = saved.deepCopy();
        for (RunParticipant one : all) {
            states.remove(one.name());
            one.flush().ifPresent(state -> states.set(one.name(), state));
        }
        return states;
    }

    void saving(Handle handle, RunContext run) throws Exception {
        for (RunParticipant one : all) {
            one.saving(handle, run);
        }
    }

    void end(RunState state) {
        for (RunParticipant one : all) {
            try {
                one.end(state);
            } catch (Exception e) {
                LOG.warn("Participant '{}' of a batch run did not end cleanly: {}", one.name(), e.toString());
            }
        }
    }
}

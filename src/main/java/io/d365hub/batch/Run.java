package io.d365hub.batch;

import io.d365hub.batch.RunParticipant.Admission;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** What everybody who works on a run shares. Thread-safe. */
final class Run implements RunContext {

    private final RunRow row;
    private final BatchDefinition batch;
    private final boolean incremental;
    private final FailureClassifier classifier;
    private final LongSupplier nanoTime;
    private final RowKeys keys;
    private final Participants participants;

    Run(RunRow row, BatchDefinition batch, boolean incremental, FailureClassifier classifier, LongSupplier nanoTime) {
        this.row = row;
        this.batch = batch;
        this.incremental = incremental;
        this.classifier = classifier;
        this.nanoTime = nanoTime;
        this.keys = new RowKeys(batch.integration().recordKey());
        this.participants = new Participants(row.participants());
    }

    @Override
    public UUID id() {
        return row.id();
    }

    @Override
    public BatchDefinition batch() {
        return batch;
    }

    @Override
    public RunRequest request() {
        return row.request();
    }

    @Override
    public Instant startedAt() {
        return row.startedAt();
    }

    @Override
    public boolean isFullListing() {
        return !request().isRange() && (request().full() || !incremental);
    }

    @Override
    public <P extends RunParticipant> P join(String name, Class<P> type, Supplier<P> participant) {
        return participants.join(name, type, participant);
    }

    /** As it was when this process took it. */
    RunRow row() {
        return row;
    }

    RowKeys keys() {
        return keys;
    }

    Participants participants() {
        return participants;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    Failure classify(Throwable thrown) {
        return classifier.classify(thrown);
    }

    RowVerdict verdict(Exchange exchange) {
        return RowVerdict.of(exchange, classifier);
    }

    /** The rows of an exchange are about to leave the hub. */
    Admission beforeWrite(Exchange exchange) {
        RouteCall call = exchange.getProperty(RouteCall.PROPERTY, RouteCall.class);
        Admission admission = Admission.WRITE;
        for (RowTask task : call == null ? List.<RowTask>of() : call.tasks()) {
            task.mapped = true;
            Admission one = participants.beforeWrite(task.row, exchange);
            admission = one == Admission.WRITE ? admission : one;
        }
        return admission;
    }
}

package io.d365hub.simulator.operation;

import java.nio.charset.StandardCharsets;

/** A change of metadata that is noted when it has gone well. */
final class JournaledOperation implements DelegatedOperation {

    private static final String MERGE_LABELS = "MSCRM.MergeLabels";

    private final Operation operation;
    private final ApiRequest request;
    private final MetadataJournal journal;

    JournaledOperation(Operation operation, ApiRequest request, MetadataJournal journal) {
        this.operation = operation;
        this.request = request;
        this.journal = journal;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Answer run(Execution execution) {
        Answer answer = operation.run(execution);
        journal.add(new MetadataJournal.Entry(
                request.method(),
                request.path(),
                request.header(MERGE_LABELS),
                new String(request.body(), StandardCharsets.UTF_8),
                MetadataJournal.idsOf(answer)));
        return answer;
    }
}

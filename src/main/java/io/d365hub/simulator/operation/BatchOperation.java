package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.EventLog;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Preferences;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code POST $batch}: runs its parts in order; stops at the first failure unless told to continue. */
public final class BatchOperation implements Operation {

    private final Environment environment;
    private final Preferences preferences;
    private final List<ReadyPart> parts = new ArrayList<>();
    private int rows;

    /** One request that is ready to run. */
    private record ReadyItem(String contentId, ApiRequest request, Operation operation) {}

    /** A changeset, or a single request outside of one. */
    private record ReadyPart(boolean changeset, List<ReadyItem> items) {}

    BatchOperation(Environment environment, BatchReader reader, Function<ApiRequest, Operation> parser) {
        this.environment = environment;
        this.preferences = reader.preferences();
        for (BatchPart part : reader.read()) {
            if (part instanceof BatchPart.Changeset changeset) {
                List<ReadyItem> items = new ArrayList<>();
                changeset.items().forEach(item -> items.add(prepare(item, parser, true)));
                parts.add(new ReadyPart(true, items));
            } else if (part instanceof BatchPart.Single single) {
                parts.add(new ReadyPart(false, List.of(prepare(single.item(), parser, false))));
            }
        }
    }

    private ReadyItem prepare(BatchPart.Item item, Function<ApiRequest, Operation> parser, boolean inChangeset) {
        Operation operation = inChangeset && item.request().path().startsWith("$")
                ? new ReferencedOperation(item.request(), parser)
                : parser.apply(item.request());
        rows += operation.rows();
        return new ReadyItem(item.contentId(), item.request(), operation);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.BATCH;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public boolean mentions(String text) {
        return parts.stream().flatMap(part -> part.items().stream()).anyMatch(item -> item.operation()
                .mentions(text));
    }

    @Override
    public Answer run(Execution execution) {
        BatchWriter writer = new BatchWriter();
        for (ReadyPart part : parts) {
            int failed = part.changeset()
                    ? runChangeset(part.items(), writer)
                    : runSingle(part.items().get(0), writer);
            if (failed != 0 && !preferences.continueOnError()) {
                return writer.answer(failed);
            }
        }
        return writer.answer(200);
    }

    /** Returns the status of a failure, else 0. */
    private int runSingle(ReadyItem item, BatchWriter writer) {
        try {
            writer.single(item.operation().run(Execution.alone(environment)));
            return 0;
        } catch (ApiError e) {
            ApiError told = environment.dialect().tell(e);
            writer.singleError(ErrorAnswers.of(told, item.request().preferences()));
            return told.status();
        }
    }

    private int runChangeset(List<ReadyItem> items, BatchWriter writer) {
        ReadyItem[] current = new ReadyItem[1];
        try {
            EventLog events = new EventLog(environment.events());
            List<Answer> answers = environment.database().write(transaction -> {
                Execution execution = Execution.within(environment, transaction, events);
                List<Answer> done = new ArrayList<>(items.size());
                for (ReadyItem item : items) {
                    current[0] = item;
                    Answer answer = item.operation().run(execution);
                    execution.remember(item.contentId(), answer.row());
                    done.add(answer);
                }
                events.complete();
                return done;
            });
            events.committed();
            writer.startChangeset();
            for (int i = 0; i < items.size(); i++) {
                writer.inChangeset(items.get(i).contentId(), answers.get(i));
            }
            writer.endChangeset();
            return 0;
        } catch (ApiError e) {
            ApiError told = environment.dialect().tell(e);
            writer.startChangeset();
            writer.errorInChangeset(
                    current[0].contentId(),
                    ErrorAnswers.of(told, current[0].request().preferences()));
            writer.endChangeset();
            return told.status();
        }
    }
}

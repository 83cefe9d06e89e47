package io.d365hub.batch.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.Position;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.StartPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run would have read: the rows in their order, and where the next run begins. */
public record Reading(List<SourceRow> rows, Optional<ObjectNode> end) {

    public static final RunRequest PLAIN = RunRequest.SCHEDULED;

    /** Reads a source whole. */
    public static Reading all(BatchSource source) throws Exception {
        return from(source, StartPoint.BEGINNING, PLAIN);
    }

    /** Reads what is new since another reading. */
    public static Reading after(BatchSource source, Reading before) throws Exception {
        return from(source, before.end().map(StartPoint::afterRun).orElse(StartPoint.BEGINNING), PLAIN);
    }

    public static Reading from(BatchSource source, StartPoint start, RunRequest request) throws Exception {
        try (RowReader reader = source.open(start, request)) {
            List<SourceRow> rows = new ArrayList<>();
            for (SourceRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return new Reading(rows, reader.end().map(Position::toJson));
        }
    }

    /** The values of one column. */
    public List<String> values(String column) {
        return rows.stream()
                .filter(row -> row.columns() != null)
                .map(row -> row.columns().path(column).asText())
                .toList();
    }

    /** What an interrupted run would go on from, had it ended behind the row of this index. */
    public StartPoint within(int index) {
        return StartPoint.withinRun(rows.get(index).position().toJson());
    }
}

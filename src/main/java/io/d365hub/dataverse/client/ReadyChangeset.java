package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of one transaction, their JSON written once. */
public final class ReadyChangeset implements Ready {

    private static final String BIND = "@odata.bind";

    private final List<ReadyRow> rows;
    private final int bytes;

    private ReadyChangeset(List<ReadyRow> rows) {
        this.rows = rows;
        this.bytes = rows.stream().mapToInt(ReadyRow::bytes).sum();
    }

    /**
     * The rows in bytes.
     *
     * @return nothing when a row must be looked for first, or names another one by its place ({@code $1}): several
     *     changesets in one request number their rows through
     */
    static Optional<ReadyChangeset> of(List<RowChange> changes) {
        List<ReadyRow> rows = new ArrayList<>(changes.size());
        for (RowChange change : changes) {
            Optional<ReadyRow> row = namesPlaces(change) ? Optional.empty() : ReadyRow.of(change);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            rows.add(row.get());
        }
        return Optional.of(new ReadyChangeset(List.copyOf(rows)));
    }

    private static boolean namesPlaces(RowChange change) {
        for (Map.Entry<String, JsonNode> column : change.columns().properties()) {
            if (column.getKey().endsWith(BIND) && column.getValue().asText("").startsWith("$")) {
                return true;
            }
        }
        return false;
    }

    public List<ReadyRow> rows() {
        return rows;
    }

    List<RowChange> changes() {
        return rows.stream().map(ReadyRow::change).toList();
    }

    @Override
    public int operations() {
        return rows.size();
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public String address() {
        return rows.get(0).address();
    }

    @Override
    public String notDone() {
        return Changeset.notDone(rows.size());
    }

    @Override
    public boolean repeatable() {
        return rows.stream().allMatch(ReadyRow::repeatable);
    }
}

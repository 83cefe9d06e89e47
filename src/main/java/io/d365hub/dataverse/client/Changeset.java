package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of one transaction, and which of them need not be sent any more. Used by one attempt after another. */
final class Changeset {

    private static final String BIND = "@odata.bind";

    private final List<RowChange> changes;
    private final Progress progress;
    private final RowResult[] results;

    Changeset(List<RowChange> changes, Progress progress) {
        this.changes = new ArrayList<>(changes);
        this.progress = progress;
        this.results = new RowResult[changes.size()];
        if (!repeatable()) {
            progress.deadline().reserveForRepetition();
        }
    }

    int size() {
        return changes.size();
    }

    Progress progress() {
        return progress;
    }

    RowChange change(int index) {
        return changes.get(index);
    }

    boolean settled(int index) {
        return results[index] != null;
    }

    /** The row needs no more sending. Rows that named it as {@code $n} name it by its address from now on. */
    void settle(int index, RowResult result) {
        results[index] = result;
        String reference = "$" + (index + 1);
        for (int i = index + 1; i < changes.size(); i++) {
            changes.set(i, renamed(changes.get(i), reference, changes.get(index).row()));
        }
    }

    /** The whole transaction had been carried out before. */
    void settleAll(WireResponse response) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                results[i] = RowResult.of(changes.get(i).row(), response, "/");
            }
        }
    }

    List<RowResult> results() {
        return Arrays.asList(results);
    }

    /** Whether the caller may send all of it again. */
    boolean repeatable() {
        return changes.stream().allMatch(RowChange::sameIdEachTime);
    }

    String notDone() {
        return notDone(changes.size());
    }

    static String notDone(int rows) {
        return "A changeset of " + rows + " rows was not written.";
    }

    /** Names the row that undid the others; counted from 1 as a reader does. */
    String notDoneBecauseOf(int index) {
        return notDoneBecauseOf(changes, index);
    }

    static String notDoneBecauseOf(List<RowChange> changes, int index) {
        RowRef row = changes.get(index).row();
        return "A changeset of " + changes.size() + " rows was not written because of row " + (index + 1)
                + ", a row of " + row.table() + " (key " + row.keyNames() + ").";
    }

    private static RowChange renamed(RowChange change, String reference, RowRef target) {
        ObjectNode columns = change.columns();
        Optional<ObjectNode> copy = Optional.empty();
        for (Map.Entry<String, JsonNode> column : columns.properties()) {
            if (column.getKey().endsWith(BIND) && column.getValue().asText("").equals(reference)) {
                ObjectNode renamed = copy.orElseGet(columns::deepCopy);
                renamed.put(column.getKey(), target.forBody());
                copy = Optional.of(renamed);
            }
        }
        return copy.map(change::withColumns).orElse(change);
    }
}

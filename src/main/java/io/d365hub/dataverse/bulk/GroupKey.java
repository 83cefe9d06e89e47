package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowOperation;
import io.d365hub.throttle.Priority;
import java.util.List;
import java.util.Optional;

/**
 * What must be equal for rows to travel together.
 *
 * @param table entity set name; of a changeset that of its first row
 * @param operation nothing for changesets
 * @param keyNames rows that are addressed in different ways may be the same one, which no bulk message takes
 * @param options as whom and how
 * @param priority how urgent: a row that somebody waits for does not travel with a load
 * @param home number of the application user as whom the row is written while that one may call
 */
record GroupKey(
        String table,
        Optional<RowOperation> operation,
        String keyNames,
        RequestOptions options,
        Priority priority,
        int home) {

    static GroupKey of(RowChange change, Priority priority, int home) {
        return new GroupKey(
                change.row().table(),
                Optional.of(change.operation()),
                change.row().keyNames(),
                change.options(),
                priority,
                home);
    }

    static GroupKey of(List<RowChange> changeset, Priority priority, int home) {
        RowChange first = changeset.get(0);
        return new GroupKey(first.row().table(), Optional.empty(), "", first.options(), priority, home);
    }
}

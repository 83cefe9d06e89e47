package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Writes a list of rows with one bulk message (CreateMultiple, UpdateMultiple, UpsertMultiple), all or none. Thread-safe. */
public final class RowLists {

    private final JointCalls joint;
    private final Function<BooleanSupplier, Deadline> deadlines;
    private final Random random;

    RowLists(JointCalls joint, Function<BooleanSupplier, Deadline> deadlines, Random random) {
        this.joint = joint;
        this.deadlines = deadlines;
        this.random = random;
    }

    /**
     * Writes the rows. Of several with one key only the last is sent: the service refuses an upsert that names a row twice, and
     * of an update that does it silently keeps the first.
     *
     * @param changes of one table, with equal operation and options
     * @param wanted asked before each request; false ends the operation as TRANSIENT with nothing sent
     * @return one result for each row that was sent, in the order in which their keys came first
     * @throws IllegalArgumentException when a row cannot be part of a bulk message; the message counts from 1
     */
    public CompletableFuture<List<RowResult>> write(List<RowChange> changes, BooleanSupplier wanted) {
        List<ReadyRow> rows = ready(lastOfEachKey(changes));
        Progress progress = new Progress(deadlines.apply(wanted), random);
        return joint.names(rows.get(0).change().row().table()).thenCompose(names -> {
            for (int i = 0; i < rows.size(); i++) {
                if (!rows.get(i).fits(names)) {
                    throw new IllegalArgumentException("Row " + (i + 1) + ": " + unfit(rows.get(i)));
                }
            }
            return attempt(names, rows, progress, wanted);
        });
    }

    private static String unfit(ReadyRow row) {
        return row.change().operation() == RowOperation.UPDATE
                ? "a bulk update names rows by their id only; use upsertMultiple for rows by key"
                : "the column of its key stands among its columns";
    }

    private static List<RowChange> lastOfEachKey(List<RowChange> changes) {
        Map<RowRef, RowChange> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.row(), change));
        return List.copyOf(last.values());
    }

    private static List<ReadyRow> ready(List<RowChange> changes) {
        List<ReadyRow> rows = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            String place = "Row " + (i + 1) + ": ";
            if (changes.get(i).options().standsAlone()) {
                throw new IllegalArgumentException(
                        place + "a bulk message knows no version and is answered without rows");
            }
            ReadyRow row = ReadyRow.of(changes.get(i))
                    .orElseThrow(() -> new IllegalArgumentException(place
                            + "its key, or that of a lookup, holds a character that no address can; use the operation"
                            + " batch"));
            if (row.isDeep()) {
                throw new IllegalArgumentException(place + "a bulk message takes no rows within rows");
            }
            rows.add(row);
        }
        return rows;
    }

    private CompletableFuture<List<RowResult>> attempt(
            TypeNames names, List<ReadyRow> rows, Progress progress, BooleanSupplier wanted) {
        return joint.turn(Wanted.priority(wanted))
                .thenCompose(turn -> {
                    if (wanted.getAsBoolean()) {
                        return turn.multiple(names, rows);
                    }
                    turn.unused();
                    return CompletableFuture.failedFuture(rows.get(0).withdrawn());
                })
                .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof DataverseException known
                        ? failed(names, rows, progress, wanted, known)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<List<RowResult>> failed(
            TypeNames names,
            List<ReadyRow> rows,
            Progress progress,
            BooleanSupplier wanted,
            DataverseException failure) {
        RowOperation operation = rows.get(0).change().operation();
        boolean madeUp = rows.stream().anyMatch(row -> !row.repeatable());
        Optional<ErrorCode> code = ErrorCode.of(failure.code());
        boolean taken = code.filter(c -> c == ErrorCode.DUPLICATE_RECORD || c == ErrorCode.DUPLICATE_RECORD_ENTITY_KEY)
                .isPresent();
        if (operation == RowOperation.UPSERT && taken && progress.mayRaceAgain()) {
            return progress.afterRace(() -> attempt(names, rows, progress, wanted));
        }
        if (madeUp
                && progress.lostBefore()
                && code.filter(c -> c == ErrorCode.DUPLICATE_RECORD).isPresent()) {
            // Ids made up here can only be there when the lost request was carried out, all of it.
            return CompletableFuture.completedFuture(rows.stream()
                    .map(row ->
                            new RowResult(names.set(), failure.status(), idOf(row), row.address(), failure.requestId()))
                    .toList());
        }
        if (madeUp && failure.code().equals(Failures.ANSWER_LOST)) {
            return progress.countLossAndMayRepeat()
                    ? attempt(names, rows, progress, wanted)
                    : CompletableFuture.failedFuture(unknown(rows, failure));
        }
        return CompletableFuture.failedFuture(
                madeUp && progress.lostBefore() && failure.failure().kind() == FailureKind.THROTTLED
                        ? unknown(rows, failure)
                        : failure);
    }

    private static DataverseException unknown(List<ReadyRow> rows, Throwable cause) {
        return Failures.unknownOutcome(
                "Rows of " + rows.get(0).change().row().table() + " were not created.",
                "creates without given ids cannot be repeated safely",
                cause);
    }

    private static Optional<java.util.UUID> idOf(ReadyRow row) {
        return row.change().row() instanceof RowRef.ById byId ? Optional.of(byId.id()) : Optional.empty();
    }
}

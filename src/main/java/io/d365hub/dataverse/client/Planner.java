package io.d365hub.dataverse.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Decides how a change goes out. Most changes go as they are; rows and lookups whose keys cannot be addressed are looked
 * for first.
 */
final class Planner {

    private final KeyLookup lookup;

    Planner(KeyLookup lookup) {
        this.lookup = lookup;
    }

    /** @param references rows that the same changeset creates before this one, by the reference that names them */
    CompletableFuture<PlannedRow> plan(RowChange change, Map<RowRef, String> references, Deadline deadline) {
        CompletableFuture<Map<String, String>> binds = CompletableFuture.completedFuture(new LinkedHashMap<>());
        for (Map.Entry<String, RowRef> bind : change.binds().entrySet()) {
            binds = binds.thenCompose(
                    texts -> target(change, bind, references, deadline).thenApply(text -> {
                        texts.put(bind.getKey(), text);
                        return texts;
                    }));
        }
        return binds.thenCompose(texts -> planned(change, texts, deadline));
    }

    private CompletableFuture<String> target(
            RowChange change, Map.Entry<String, RowRef> bind, Map<RowRef, String> references, Deadline deadline) {
        RowRef target = bind.getValue();
        String reference = references.get(target);
        if (reference != null) {
            return CompletableFuture.completedFuture(reference);
        }
        if (!(target instanceof RowRef.ByKey key) || !key.breaksAddress()) {
            return CompletableFuture.completedFuture(target.forBody());
        }
        return lookup.find(change.notDone(), key, deadline).thenApply(found -> found.map(RowRef::forBody)
                .orElseThrow(() -> Failures.parentNotFound(change, bind.getKey(), target)));
    }

    private CompletableFuture<PlannedRow> planned(RowChange change, Map<String, String> binds, Deadline deadline) {
        if (!(change.row() instanceof RowRef.ByKey key) || !key.breaksAddress()) {
            RowChange lean = KeyBinds.dropped(change);
            binds.keySet().retainAll(lean.binds().keySet());
            return CompletableFuture.completedFuture(PlannedRow.of(lean, change.row(), binds, false));
        }
        return lookup.find(change.notDone(), key, deadline).thenApply(found -> {
            if (found.isPresent()) {
                return PlannedRow.of(change, found.get(), binds, true);
            }
            return switch (change.operation()) {
                case UPSERT -> {
                    if (!change.options().ifMatch().isEmpty()) {
                        throw Failures.rowNotFound(change);
                    }
                    yield created(change, key, binds);
                }
                case CREATE -> created(change, key, binds);
                case DELETE -> PlannedRow.nothingToDo(change);
                case UPDATE -> throw Failures.rowNotFound(change);
            };
        });
    }

    private static PlannedRow created(RowChange change, RowRef.ByKey key, Map<String, String> binds) {
        KeyBinds.require(change, key);
        return PlannedRow.created(change, key, binds);
    }
}

package io.d365hub.lane;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The suspects of one lane during the careful phase. Used by the lane's thread only. */
final class Ward {

    private final CarefulStart careful;
    private final Lane lane;
    private final Set<UUID> suspects;
    private final Map<UUID, Row> met = new LinkedHashMap<>();
    private final Map<UUID, UUID> parkedKeys = new HashMap<>();

    Ward(CarefulStart careful, Lane lane) {
        this.careful = careful;
        this.lane = lane;
        this.suspects = new HashSet<>(careful.open(lane));
    }

    boolean isEmpty() {
        return suspects.isEmpty();
    }

    /** A row has come to the lane. */
    void met(Row row) {
        if (suspects.contains(row.message.id())) {
            met.put(row.message.id(), row);
        }
    }

    /** A message was found in the park queue. */
    void foundParked(UUID message, UUID key) {
        if (suspects.contains(message)) {
            parkedKeys.put(message, key);
        }
    }

    /** The lane is full, or has seen all there is: a suspect that is not here was settled before the process died. */
    void allIsSeen() {
        for (UUID suspect : Set.copyOf(suspects)) {
            if (!met.containsKey(suspect) && !parkedKeys.containsKey(suspect)) {
                resolve(suspect);
            }
        }
    }

    /** The row had its verdict, or cannot have one now. */
    void resolved(Row row) {
        resolve(row.message.id());
    }

    void resolveAll() {
        Set.copyOf(suspects).forEach(this::resolve);
    }

    private void resolve(UUID message) {
        if (suspects.remove(message)) {
            met.remove(message);
            parkedKeys.remove(message);
            careful.resolved(message);
            if (suspects.isEmpty()) {
                careful.endTurn(lane);
            }
        }
    }

    /** A suspect whose turn it is; null when none may run now. */
    Row next() {
        if (met.isEmpty() || !careful.takeTurn(lane)) {
            return null;
        }
        return met.values().iterator().next();
    }

    /** Keys of suspects that are still in the park queue. */
    Set<UUID> keysToFetch() {
        Set<UUID> keys = new HashSet<>();
        parkedKeys.forEach((message, key) -> {
            if (!met.containsKey(message)) {
                keys.add(key);
            }
        });
        return keys;
    }

    boolean convicted(Row row) {
        return careful.convicted(row.message.id());
    }

    /** The lane stops with suspects left: another lane's turn. */
    void leave() {
        if (!suspects.isEmpty()) {
            careful.endTurn(lane);
        }
    }
}

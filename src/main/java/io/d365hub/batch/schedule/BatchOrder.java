package io.d365hub.batch.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which batches come after which: parents before children. Immutable. */
public final class BatchOrder {

    private final Map<String, Timetable> batches = new LinkedHashMap<>();

    /**
     * The order of these batches.
     *
     * @throws IllegalArgumentException when a batch waits for one that is not there, or for itself by a detour; names them
     */
    public BatchOrder(Collection<Timetable> timetables) {
        timetables.forEach(timetable -> batches.put(timetable.batch(), timetable));
        for (Timetable timetable : timetables) {
            for (String parent : timetable.after()) {
                if (!batches.containsKey(parent)) {
                    throw new IllegalArgumentException("Batch '" + timetable.batch() + "' has after=" + parent
                            + ", and there is no batch of that name. The batches are: "
                            + String.join(", ", batches.keySet()) + ".");
                }
            }
            circle(timetable.batch(), timetable.batch(), new LinkedHashSet<>()).ifPresent(circle -> {
                throw new IllegalArgumentException("Batch '" + timetable.batch() + "' would wait for itself: "
                        + String.join(" after ", circle) + ". Take one 'after' out of this circle.");
            });
        }
    }

    /** The way from the batch back to itself. */
    private Optional<List<String>> circle(String start, String at, Set<String> been) {
        for (String parent : batches.get(at).after()) {
            if (parent.equals(start)) {
                List<String> way = new ArrayList<>(been);
                way.add(0, start);
                way.add(start);
                return Optional.of(way);
            }
            if (batches.containsKey(parent) && been.add(parent)) {
                Optional<List<String>> found = circle(start, parent, been);
                if (found.isPresent()) {
                    return found;
                }
                been.remove(parent);
            }
        }
        return Optional.empty();
    }

    /** The timetable of a batch. */
    public Optional<Timetable> of(String batch) {
        return Optional.ofNullable(batches.get(batch));
    }

    /** All of them. */
    public Collection<Timetable> all() {
        return batches.values();
    }

    /** The batches that this one waits for, directly or through others, and the batch itself, each behind its parents. */
    public List<String> chain(String batch) {
        Set<String> chain = new LinkedHashSet<>();
        addChain(batch, chain);
        return List.copyOf(chain);
    }

    private void addChain(String batch, Set<String> chain) {
        of(batch).ifPresent(timetable -> {
            timetable.after().forEach(parent -> addChain(parent, chain));
            chain.add(batch);
        });
    }

    /** Two orders are equal when they have the same batches with the same timetables. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BatchOrder order && order.batches.equals(batches);
    }

    @Override
    public int hashCode() {
        return batches.hashCode();
    }

    /** Whether any batch waits for another. */
    boolean isAny() {
        return batches.values().stream()
                .anyMatch(timetable -> !timetable.after().isEmpty());
    }
}

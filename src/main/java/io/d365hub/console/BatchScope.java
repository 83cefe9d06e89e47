package io.d365hub.console;

import io.d365hub.access.User;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Batches as they are there for a person: each goes by the name of its integration. Thread-safe. */
public final class BatchScope {

    private static final String ANOTHER = "another batch";

    private final BatchControl batches;

    public BatchScope(BatchControl batches) {
        this.batches = batches;
    }

    /** All batches that are open to the person. */
    Object list(AdminRequest request) {
        return batches.list() instanceof Map<?, ?> all
                ? Map.of("batches", said(request.open(all.get("batches")), request.user()))
                : Map.of();
    }

    /**
     * What is told of a batch, to this person: instead of batches that are not open to them, which come before it or which it waits
     * for, "another batch".
     */
    public Object said(Object told, User user) {
        if (user.hasAllIntegrations()) {
            return told;
        }
        String hidden = batches.names().stream()
                .filter(name -> !user.maySee(name))
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return hidden.isEmpty() ? told : without(Pattern.compile("(?<![\\w.-])'?(?:" + hidden + ")'?(?![\\w-])"), told);
    }

    private static Object without(Pattern names, Object told) {
        if (told instanceof Map<?, ?> members) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            members.forEach((name, value) -> kept.put(name, without(names, value)));
            return kept;
        }
        if (told instanceof Collection<?> items) {
            return items.stream().map(item -> without(names, item)).toList();
        }
        return told instanceof String text ? names.matcher(text).replaceAll(ANOTHER) : told;
    }

    /** Whether the batch is open to the person. */
    static void require(String batch, User user) {
        if (!user.maySee(batch)) {
            throw new AdminProblemException(
                    404,
                    "The request was not handled.",
                    "There is no batch '" + batch + "'.",
                    "'./hub batch list' lists those that there are.");
        }
    }

    /** Refuses a start that would also start batches which are not open to the person. */
    public void requireParents(String batch, User user) {
        if (user.hasAllIntegrations()) {
            return;
        }
        Deque<String> due = new ArrayDeque<>(List.of(batch));
        Set<String> seen = new HashSet<>();
        while (!due.isEmpty()) {
            String name = due.remove();
            if (!user.maySee(name)) {
                throw new AdminProblemException(
                        403,
                        "No run was started.",
                        "Batch '" + batch + "' comes after batches that are not open to " + user.name() + ".",
                        "Start it without its parents, or ask somebody who has all integrations.");
            }
            if (seen.add(name) && batches.show(name) instanceof Map<?, ?> shown) {
                parents(shown.get("after")).forEach(due::add);
            }
        }
    }

    private static List<String> parents(Object after) {
        return after instanceof Collection<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }
}

package io.d365hub.message;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The integrations that are running in this process. Routes register themselves; the doors ask. Thread-safe. */
public final class Integrations {

    private final ConcurrentMap<String, Integration> byName = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Consumer<Integration>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Adds an integration.
     *
     * @throws IllegalStateException when another one of that name is there
     */
    public void register(Integration integration) {
        Integration other = byName.putIfAbsent(integration.name(), integration);
        if (other != null) {
            throw new IllegalStateException(
                    "Integration '%s' is declared twice: in %s and in %s. Give one of them another name."
                            .formatted(integration.name(), other.source(), integration.source()));
        }
        listeners.forEach(listener -> listener.accept(integration));
    }

    /** Puts an integration in the place of the one of its name, if there is one; the doors never miss it. */
    public void replace(Integration integration) {
        byName.put(integration.name(), integration);
        listeners.forEach(listener -> listener.accept(integration));
    }

    public void remove(String name) {
        byName.remove(name);
    }

    public Optional<Integration> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Integration> all() {
        return byName.values();
    }

    /** Names of the payload fields that any of them declares. */
    public Set<String> searchFields() {
        return byName.values().stream()
                .flatMap(integration -> integration.searchFields().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Tells the listener of every integration that is there and of every one that comes, on the registering thread. */
    public void onRegistered(Consumer<Integration> listener) {
        listeners.add(listener);
        byName.values().forEach(listener);
    }
}

package io.d365hub.bus;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.spi.Registry;

/** All brokers of a hub, by name; the registry holds it. Immutable. */
public final class Buses {

    /** Under this name the registry holds it. */
    public static final String REGISTRY_NAME = "hubBuses";

    private final Map<String, Bus> byName;

    public Buses(Collection<? extends Bus> buses) {
        this.byName = buses.stream().collect(Collectors.toUnmodifiableMap(Bus::name, Function.identity()));
    }

    /**
     * The bus of this name.
     *
     * @throws BusException when no setting describes it
     */
    public Bus find(String name) {
        Bus found = byName.get(name);
        if (found != null) {
            return found;
        }
        throw new BusException(Failure.of(
                FailureKind.MISCONFIGURED,
                "bus-unknown",
                "Connection '" + name + "' was not opened.",
                "No setting describes it; known are " + new TreeMap<>(byName).keySet() + ".",
                "Set hub.bus.%s.url and .user in config/hub.properties, the password as HUB_BUS_%s_PASSWORD, and start the hub again."
                        .formatted(name, name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'))));
    }

    /** As {@link #find(String)}, of a registry; without any there, as in rehearsals, nothing is known. */
    public static Bus find(Registry registry, String name) {
        Buses known = registry.lookupByNameAndType(REGISTRY_NAME, Buses.class);
        return (known == null ? new Buses(java.util.List.of()) : known).find(name);
    }
}

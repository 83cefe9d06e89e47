package io.d365hub.connection;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;

/**
 * The named databases of a hub. No connection is opened before somebody asks for one. Thread-safe; whoever made it closes
 * it, after everything that uses it has stopped.
 */
public final class DataSources implements AutoCloseable {

    private final Map<String, LazyPool> pools = new TreeMap<>();

    /** The databases that settings describe. */
    public DataSources(Collection<DataSourceSettings> settings) {
        settings.forEach(one -> pools.put(one.name(), new LazyPool(one)));
    }

    /** The same, and the sample company's {@code erp} in this folder unless settings describe another one. */
    public DataSources withSampleErp(Path folder) {
        pools.computeIfAbsent(SampleErp.NAME, name -> new SampleErp(folder));
        return this;
    }

    /** All of them by name. */
    public Map<String, DataSource> byName() {
        return Map.copyOf(pools);
    }

    /**
     * The database that a route calls by this name.
     *
     * @throws UnknownConnectionException when the settings describe none of this name
     */
    public static DataSource find(Registry registry, String name) {
        DataSource found = registry.lookupByNameAndType(name, DataSource.class);
        if (found != null) {
            return found;
        }
        throw new UnknownConnectionException(Failure.of(
                FailureKind.MISCONFIGURED,
                "data-source-unknown",
                "Data source '" + name + "' was not opened.",
                "No setting describes it; known are "
                        + new TreeMap<>(registry.findByTypeWithName(DataSource.class)).keySet() + ".",
                "Set hub.datasource.%s.url and .user in config/hub.properties, the password as %s."
                        .formatted(name, passwordVariable(name))));
    }

    private static String passwordVariable(String name) {
        return "HUB_DATASOURCE_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_PASSWORD";
    }

    @Override
    public void close() {
        pools.values().forEach(LazyPool::close);
    }
}

package io.d365hub;

import io.d365hub.check.TargetTables;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.dataverse.client.DataverseMetadata;
import io.d365hub.dataverse.client.MetadataFinding;
import io.d365hub.dataverse.client.MetadataFinding.Kind;
import io.d365hub.dataverse.client.TableColumn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The tables and keys of the hub's own environment, for the checks of routes. Close it to let go of the connection. */
public final class DataverseTables implements TargetTables, AutoCloseable {

    private final DataverseMetadata metadata;
    private final Duration patience;
    private final AutoCloseable connection;
    private volatile String outOfReach = "";
    /** Null when nothing is kept. */
    private MetadataFiles files;

    private DataverseTables(DataverseMetadata metadata, Duration patience, AutoCloseable connection) {
        this.metadata = metadata;
        this.patience = patience;
        this.connection = connection;
    }

    /**
     * Asks over the connection of a hub that is starting.
     *
     * @param patience longest time to wait for each answer
     */
    static DataverseTables over(DataverseComponent dataverse, Duration patience) {
        return new DataverseTables(metadata(dataverse), patience, () -> {});
    }

    /**
     * Asks the environment of the settings, or in development the simulator of a hub that runs beside this process.
     *
     * @param patience longest time to wait for each answer
     */
    public static DataverseTables of(Settings settings, Duration patience) {
        CamelContext context = new DefaultCamelContext();
        DataverseComponent dataverse = DataverseTarget.besideHub(settings);
        dataverse.setCamelContext(context);
        MetadataFiles files =
                new MetadataFiles(settings.path("hub.data").resolve("metadata"), dataverse.getEnvironmentUrl());
        DataverseTables tables = new DataverseTables(
                new DataverseMetadata(dataverse.client(), dataverse.getEnvironmentUrl(), InstantSource.system(), files),
                patience,
                dataverse.client());
        tables.files = files;
        return tables;
    }

    private static DataverseMetadata metadata(DataverseComponent dataverse) {
        return new DataverseMetadata(dataverse.client(), dataverse.getEnvironmentUrl(), InstantSource.system());
    }

    @Override
    public Optional<MetadataFinding> check(String table, List<String> key) {
        Optional<MetadataFinding> answer = metadata.check(table, key, patience);
        answer.filter(said -> said.kind() == Kind.UNREACHABLE).ifPresent(said -> outOfReach = said.problem());
        return answer;
    }

    @Override
    public Optional<MetadataFinding> checkColumn(String table, String column) {
        return metadata.checkColumn(table, column, patience).filter(said -> said.kind() != Kind.UNREACHABLE);
    }

    @Override
    public List<TableColumn> columns(String table) {
        return metadata.columns(table, patience);
    }

    /** When Dataverse said what was taken from the data folder, because it does not answer now; empty when it does. */
    public Optional<Instant> answeredFromFiles() {
        return files == null ? Optional.empty() : files.oldestUsed();
    }

    /** Why tables and keys could not be checked; empty when they could, or nothing was asked. */
    public Optional<String> outOfReach() {
        return Optional.of(outOfReach).filter(reason -> !reason.isEmpty());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (Exception e) {
            throw new IllegalStateException("The connection to Dataverse was not closed", e);
        }
    }
}

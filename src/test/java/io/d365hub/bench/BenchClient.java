package io.d365hub.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.bulk.Deliveries;
import io.d365hub.dataverse.bulk.GroupCommit;
import io.d365hub.dataverse.bulk.GroupCommitSettings;
import io.d365hub.dataverse.client.ClientCredentials;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseSettings;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Governors;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The product's own client with its group commit, as the component opens them. */
final class BenchClient implements AutoCloseable {

    static final String SECRET = "bench-secret";
    private static final String NOTE = "n".repeat(160);

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final DataverseClient client;
    private final GroupCommit writes;

    BenchClient(URI environment, URI tokenUrl, String clientId, GovernorSettings governor) {
        DataverseSettings settings = DataverseSettings.of(environment);
        client = DataverseClient.open(
                settings,
                new ClientCredentials(tokenUrl, clientId, SECRET, settings.scope()),
                new Governors(InstantSource.system(), System::nanoTime).of(settings.environment(), clientId, governor));
        writes = new GroupCommit(client, GroupCommitSettings.DEFAULT, new Deliveries(workers), System::nanoTime);
    }

    DataverseClient client() {
        return client;
    }

    GroupCommit writes() {
        return writes;
    }

    /** A row of about 250 bytes. */
    static RowChange row(String number) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        columns.put("name", "Web order " + number);
        columns.put("freightamount", 12);
        columns.put("description", NOTE);
        return RowChange.upsert(RowRef.byKey("salesorders", Map.of("ordernumber", number)), columns, Map.of());
    }

    @Override
    public void close() {
        client.close();
        workers.shutdownNow();
    }
}

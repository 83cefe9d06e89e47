package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A client and the odd server that it talks to, new for each test. */
final class ClientFixture implements AfterEachCallback {

    static final String SECRET = "s3cr3t-of-the-application";

    final OddServer server = new OddServer();
    private Governor governor;
    private DataverseClient client;
    private UnaryOperator<DataverseSettings> settings = s -> s.withCallTimeLimit(Duration.ofSeconds(5));

    ClientFixture with(UnaryOperator<DataverseSettings> change) {
        UnaryOperator<DataverseSettings> before = settings;
        settings = s -> change.apply(before.apply(s));
        return this;
    }

    DataverseClient client() {
        return client(server.url());
    }

    DataverseClient client(URI environment) {
        if (client == null) {
            governor = new Governor("contoso", GovernorSettings.DEFAULT, InstantSource.system(), System::nanoTime);
            client = new DataverseClient(
                    settings.apply(DataverseSettings.of(environment)),
                    Map.of(
                            new ClientCredentials(
                                    URI.create(server.url() + "/token"), "app-1", SECRET, environment + "/.default"),
                            governor),
                    InstantSource.system(),
                    System::nanoTime,
                    new Random(7));
        }
        return client;
    }

    Governor governor() {
        return governor;
    }

    RowResult write(RowChange change) {
        return client().write(change).join();
    }

    Failure failureOf(RowChange change) {
        return failureOf(client().write(change));
    }

    static Failure failureOf(CompletableFuture<?> operation) {
        return exceptionOf(operation).failure();
    }

    static DataverseException exceptionOf(CompletableFuture<?> operation) {
        try {
            operation.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataverseException known) {
                return known;
            }
            throw e;
        }
        throw new AssertionError("the operation succeeded");
    }

    static RowRef order(String number) {
        return RowRef.byKey("salesorders", Map.of("ordernumber", number));
    }

    static RowChange upsertOrder(String number) {
        return RowChange.upsert(order(number), columns("name", "Order"), Map.of());
    }

    static ObjectNode columns(String... namesAndValues) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return columns;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (client != null) {
            client.close();
        }
        server.close();
    }
}

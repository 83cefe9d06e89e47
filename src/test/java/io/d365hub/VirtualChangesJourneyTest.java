package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row of a virtual table changes in its source, and Dataverse tells those who listen. Accounts stand for the table in Dataverse:
 * what the simulator raises is that of any table.
 */
class VirtualChangesJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BlockingQueue<JsonNode> TOLD = new LinkedBlockingQueue<>();

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(route("Created"), route("Updated"), route("Deleted"));

    /** A route for one kind of change. */
    private static TestRoute route(String change) {
        return TestRoute.file(
                "stock-" + change.toLowerCase(Locale.ROOT), """
                - route:
                    id: stock-%1$s
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: stock-%1$s, recordKey: /accountid}
                      steps:
                        - to:
                            uri: kamelet:dataverse-external-event-sink
                            parameters: {virtualTable: company/StockLevels, table: accounts, logicalName: account, change: %2$s}
                """.formatted(change.toLowerCase(Locale.ROOT), change));
    }

    private static HttpServer listener;

    @BeforeAll
    static void listen() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            TOLD.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        listener.start();
        String account = HUB.dataverse()
                .call("GET", "EntityDefinitions(LogicalName='account')?$select=MetadataId", null)
                .path("MetadataId")
                .asText();
        HUB.dataverse().call("POST", "virtualentitymetadatas", """
                {"name": "Account events", "isonexternalcreatedenabled": true, "isonexternalupdatedenabled": true,
                 "isonexternaldeletedenabled": true, "extensionofrecordid@odata.bind": "entities(%s)"}
                """.formatted(account));
        HUB.dataverse().call("POST", "serviceendpoints", """
                {"serviceendpointid": "11111111-0000-4000-8000-000000000001", "name": "listener", "contract": 8,
                 "messageformat": 2, "url": "http://127.0.0.1:%d/", "authtype": 4, "authvalue": "code"}
                """.formatted(
                        listener.getAddress().getPort()));
        for (String message : List.of("OnExternalCreated", "OnExternalUpdated", "OnExternalDeleted")) {
            HUB.dataverse().call("POST", "sdkmessageprocessingsteps", """
                    {"name": "listener", "mode": 1, "stage": 40, "rank": 1, "supporteddeployment": 0,
                     "eventhandler_serviceendpoint@odata.bind": "serviceendpoints(11111111-0000-4000-8000-000000000001)",
                     "sdkmessageid@odata.bind": "sdkmessages(%s)", "sdkmessagefilterid@odata.bind": "sdkmessagefilters(%s)"}
                    """.formatted(
                    first("sdkmessages", "name eq '%s'".formatted(message), "sdkmessageid"),
                    first("sdkmessagefilters", "sdkmessageid/name eq '%s'".formatted(message), "sdkmessagefilterid")));
        }
    }

    @AfterAll
    static void stopListening() {
        listener.stop(0);
    }

    private static String first(String table, String filter, String column) {
        return HUB.dataverse().rows(table, filter).path(0).path(column).asText();
    }

    private static JsonNode stock(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + HUB.httpPort() + "/virtual/company/StockLevels" + path))
                .header("X-API-Key", HUB.developmentKey());
        // The first question may find a database that is still busy with its start.
        HttpResponse<String> answer = await().until(() -> HUB.send(request), read -> read.statusCode() == 200);
        return JSON.readTree(answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Created", "Updated", "Deleted"})
    void whoListensInDataverseIsToldTheGuidByWhichHeReadsTheChangedRow(String change) throws Exception {
        // Given
        JsonNode row = stock("?$top=1").path("value").path(0);
        String naturalKey =
                row.path("ProductNumber").asText() + "@" + row.path("Warehouse").asText();

        // When
        HUB.accepted(
                "stock-" + change.toLowerCase(Locale.ROOT),
                "{\"accountid\": \"%s\", \"name\": \"changed\"}".formatted(naturalKey));

        // Then
        JsonNode told = TOLD.poll(HubFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(told).as("what Dataverse tells").isNotNull();
        assertThat(told.path("MessageName").asText()).isEqualTo("OnExternal" + change);
        String guid = told.at("/InputParameters/0/value/Id").asText();
        assertThat(stock("(" + guid + ")").path("Name")).isEqualTo(row.path("Name"));
    }
}

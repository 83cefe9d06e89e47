package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what to a running hub, and what it tells nobody. */
@Timeout(300)
class SecurityJourneyTest {

    private static final String MEMBERS = "members";

    /** In bodies, headers and record keys of the messages of these tests, and in nothing else. */
    private static final String MARKER = "Xyzzy";

    @RegisterExtension
    static final PrintedLog log = new PrintedLog();

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members(MEMBERS).with("parentWait", "1s"),
            TestRoute.members("broken-members").with("patience", "1s"),
            TestRoute.members("orphans").with("parentWait", "1s").with("partitions", "1"),
            TestRoute.contactRows("rows"),
            TestRoute.headersToContact("echo").with("headers", "x-shop"));

    // --- Who may come in

    @Test
    void aPostWithoutKeyIsNotTaken() {
        assertThat(post(MEMBERS, null).statusCode()).isEqualTo(401);
    }

    @Test
    void aPostWithAWrongKeyIsNotTaken() {
        assertThat(post(MEMBERS, "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void aClientPostsToItsOwnIntegrationsOnly() {
        // Given
        String key = hub.client("loyalty", MEMBERS);

        // When
        HttpResponse<String> own = post(MEMBERS, key);
        HttpResponse<String> another = post("rows", key);

        // Then
        assertThat(own.statusCode()).as(own.body()).isEqualTo(202);
        assertThat(another.statusCode()).isEqualTo(403);
    }

    @Test
    void theAdminApiIsShutWithoutToken() {
        assertThat(hub.send(hub.adminRequest("status")).statusCode()).isEqualTo(401);
    }

    @Test
    void theAdminApiIsShutToAnApiKey() {
        HttpRequest.Builder request = hub.adminRequest("dead-letters")
                .header("Authorization", "Bearer " + hub.developmentKey())
                .header("X-API-Key", hub.developmentKey());

        assertThat(hub.send(request).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> post(String integration, String key) {
        HttpRequest.Builder request = hub.request(integration)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(member("P-60001").toString()));
        return hub.send(key == null ? request : request.header("X-API-Key", key));
    }

    // --- What can be reached

    @ParameterizedTest
    @ValueSource(strings = {"hub.management.host", "hub.broker.host", "hub.simulator.host"})
    void whatIsNotForOtherSystemsIsBoundToLoopbackByDefault(String setting) {
        Settings defaults = Settings.load(Path.of("no-folder"), Path.of(Settings.DEFAULT_FILE), Map.of());

        assertThat(defaults.text(setting)).isEqualTo("127.0.0.1");
    }

    @Test
    void noPortIsOpenOnAnotherAddress() {
        for (int port : new int[] {hub.managementPort(), hub.brokerPort(), hub.simulatorPort()}) {
            assertThatThrownBy(() -> connect("127.0.0.2", port)).isInstanceOf(ConnectException.class);
        }
    }

    private static void connect(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev-api-key", "admin-token"})
    void aSecretIsItsOwnersAlone(String file) throws Exception {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(hub.data().resolve(file))))
                .isEqualTo("rw-------");
    }

    // --- What reaches a route

    @Test
    void headersThatCouldSteerTheRouteStayOutside() {
        // When
        String id = hub.accepted(
                "echo",
                "{\"id\":\"P-61001\"}",
                "X-Shop",
                "berlin",
                "CamelHttpUri",
                "http://" + MARKER,
                "camelFileName",
                MARKER,
                "JMSCorrelationID",
                MARKER,
                "_AMQ_SCHED_DELIVERY",
                "99999999999999",
                "HubRecordKey",
                MARKER,
                "hubClient",
                MARKER,
                "X-Unlisted",
                MARKER);
        hub.awaitState(id, "delivered");

        // Then
        JsonNode row = hub.dataverse().row("contacts", "hub_externalid", "P-61001");
        assertThat(row.path("description").asText())
                .contains("x-shop=berlin", "HubClient=development")
                .doesNotContain(MARKER, "99999999999999");
    }

    // --- What is told

    @Test
    void noBodyAndNoRecordKeyIsEverLogged() {
        // Given
        ObjectNode unreadable = member("P-" + MARKER + "1").put("email", MARKER);
        ObjectNode refused = memberWithTooLongName("P-" + MARKER + "2").put("lastName", MARKER);
        ObjectNode orphan = memberOf("P-" + MARKER + "3", "C-" + MARKER);
        ObjectNode failing = member("P-" + MARKER + "4");
        hub.dataverse()
                .fault("{\"matchKey\":\"P-" + MARKER + "4\",\"times\":0,\"status\":500,\"message\":\"" + MARKER
                        + "\"}");

        // When
        hub.push(MEMBERS, "{\"memberId\":\"" + MARKER);
        hub.push(MEMBERS + MARKER, member("P-" + MARKER).toString());
        hub.awaitState(hub.accepted(MEMBERS, member("P-" + MARKER).toString()), "delivered");
        hub.awaitLetter(hub.accepted(MEMBERS, unreadable.toString(), "Idempotency-Key", MARKER));
        hub.awaitLetter(hub.accepted(MEMBERS, refused.toString(), "X-" + MARKER, MARKER));
        hub.awaitLetter(hub.accepted(MEMBERS, orphan.toString()));
        hub.awaitLetter(hub.accepted("broken-members", failing.toString()));
        int before = hub.deadLetters(MEMBERS).size();
        sendToDoor("{\"nobody\":\"" + MARKER + "\"}");
        sendToDoor(MARKER);
        org.awaitility.Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .until(() -> hub.deadLetters(MEMBERS).size() == before + 2);

        // Then
        assertThat(log.lines()).noneMatch(line -> line.contains(MARKER));
    }

    @Test
    void aSuspensionIsLoggedWithoutTheRecordThatLedToIt() {
        // When
        hub.accepted(
                "rows",
                "{\"hub_externalid\":\"P-" + MARKER + "5\",\"lastname\":\"" + MARKER + "\",\"shoesize\":\"" + MARKER
                        + "\"}");
        hub.awaitStatus("rows", "suspended");

        // Then
        assertThat(log.lines()).anyMatch(line -> line.contains("Integration 'rows' is suspended"));
        assertThat(log.lines()).noneMatch(line -> line.contains(MARKER));
    }

    @Test
    void aSeriesOfRefusalsIsLoggedWithoutTheRowsThatAreMissing() {
        // When
        for (int i = 0; i < 20; i++) {
            hub.accepted(
                    "orphans", memberOf("P-" + MARKER + "6" + i, "C-" + MARKER).toString());
        }
        hub.awaitStatus("orphans", "suspended");

        // Then
        assertThat(log.lines()).anyMatch(line -> line.contains("Integration 'orphans' is suspended"));
        assertThat(log.lines()).noneMatch(line -> line.contains(MARKER));
    }

    private static void sendToDoor(String text) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + hub.brokerPort());
                JMSContext context = factory.createContext("development", hub.developmentKey())) {
            context.createProducer()
                    .setProperty("_AMQ_DUPL_ID", MARKER + text.length())
                    .send(context.createQueue("push." + MEMBERS), text);
        }
    }
}

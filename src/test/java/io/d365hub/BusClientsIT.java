package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.NpmPackage;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The AMQP 1.0 client of npm, which nobody of ours wrote, sends to our queues and receives from them. */
@Timeout(300)
class BusClientsIT {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "rhea.cjs");

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members("members"), TestRoute.file("orders-to-queue", """
                    - route:
                        id: orders-to-queue
                        from:
                          uri: kamelet:push-source
                          parameters: {integration: orders, recordKey: /id, partitions: 1}
                          steps:
                            - to: {uri: kamelet:queue-sink, parameters: {queue: orders, group: '${header.HubRecordKey}'}}
                    """));

    private final String id = "R-" + UUID.randomUUID();

    private static String rhea(String user, String password, String... arguments) throws Exception {
        Path folder = NpmPackage.require("rhea", "3.0.5");
        String[] command = new String[6 + arguments.length];
        command[0] = "node";
        command[1] = SCRIPT.toString();
        command[2] = folder.toString();
        command[3] = String.valueOf(hub.brokerPort());
        command[4] = user;
        command[5] = password;
        System.arraycopy(arguments, 0, command, 6, arguments.length);
        return NpmPackage.run(command).text();
    }

    @Test
    void rheaSendsToTheDoorOfAnIntegration() throws Exception {
        // When
        String told = rhea(
                "development",
                hub.developmentKey(),
                "send",
                "push.members",
                TestMessages.member(id).toString());
        // Then
        assertThat(told).contains("accepted");
        assertThat(hub.dataverse()
                        .awaitRow("contacts", "hub_externalid", id, found -> true)
                        .isMissingNode())
                .isFalse();
    }

    @Test
    void rheaReceivesWhatARouteHasSentToAQueue() throws Exception {
        // Given
        hub.awaitState(hub.accepted("orders", "{\"id\":\"" + id + "\"}"), "delivered");
        // When
        String told = rhea("development", hub.developmentKey(), "receive", "out.orders");
        // Then
        assertThat(told).contains("received application/json " + id + " {\"id\":\"" + id + "\"}");
    }

    @Test
    void aClientWithoutPermissionReceivesNothing() throws Exception {
        // Given
        String key = hub.client("stranger-" + id.toLowerCase(java.util.Locale.ROOT), "members");
        // When
        String told = rhea("stranger-" + id.toLowerCase(java.util.Locale.ROOT), key, "receive", "out.orders");
        // Then
        assertThat(told).contains("failed").contains("unauthorized");
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./hub check} says of brokers of other systems. */
class BusCheckTest {

    @TempDir
    Path home;

    private List<String> findings(String settings, Map<String, String> environment) throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve(Settings.DEFAULT_FILE), settings);
        return BusCheck.findings(Settings.load(home, Path.of(Settings.DEFAULT_FILE), environment)).stream()
                .map(Finding::toString)
                .toList();
    }

    private void route(String text) throws IOException {
        Path kamelets = Files.createDirectories(home.resolve("routes/kamelets"));
        Files.copy(Path.of("routes/kamelets/queue-source.kamelet.yaml"), kamelets.resolve("queue-source.kamelet.yaml"));
        Files.writeString(home.resolve("routes/orders.camel.yaml"), text);
    }

    @Test
    void anAddressThatCannotWorkIsToldWithItsLine() throws IOException {
        assertThat(findings("# brokers\nhub.bus.contoso.url = amqp://contoso.servicebus.windows.net\n", Map.of()))
                .singleElement()
                .satisfies(said -> assertThat(said)
                        .startsWith("config/hub.properties:2: Bus 'contoso' cannot be used.")
                        .contains("TLS"));
    }

    @Test
    void anAzureBusWithoutPolicyIsTold() throws IOException {
        assertThat(findings("hub.bus.contoso.url = amqps://contoso.servicebus.windows.net:5671\n", Map.of()))
                .singleElement()
                .satisfies(said -> assertThat(said).contains("user is empty", "HUB_BUS_CONTOSO_PASSWORD"));
    }

    @Test
    void aBusOfTheEnvironmentIsCheckedToo() throws IOException {
        assertThat(findings("", Map.of("HUB_BUS_ERP_URL", "broker.example:61616")))
                .singleElement()
                .satisfies(said -> assertThat(said).startsWith("config/hub.properties: Bus 'erp' cannot be used."));
    }

    @Test
    void whatIsRightIsNotTold() throws IOException {
        assertThat(findings("""
                        hub.bus.erp.url = tcp://broker.example:61616
                        hub.bus.contoso.url = amqps://contoso.servicebus.windows.net
                        hub.bus.contoso.user = listen
                        """, Map.of())).isEmpty();
    }

    @Test
    void aRouteThatNamesNoBusOfTheSettingsIsToldAtItsPlace() throws IOException {
        // Given
        route("""
                - route:
                    id: orders
                    from:
                      uri: kamelet:queue-source
                      parameters: {integration: orders, connection: contosso, queue: orders}
                      steps:
                        - to: bus:queue:done?connection=hub
                """);
        // Then
        assertThat(findings("hub.bus.contoso.url = tcp://broker.example\n", Map.of()))
                .singleElement()
                .satisfies(said -> assertThat(said)
                        .startsWith("routes/orders.camel.yaml:5:")
                        .contains("no bus 'contosso'", "Did you mean 'contoso'?"));
    }
}

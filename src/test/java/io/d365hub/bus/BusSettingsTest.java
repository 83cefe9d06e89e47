package io.d365hub.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each profile asks of a connection. Those of Azure are the events spec's, §2.3. */
class BusSettingsTest {

    private static final String AZURE = "amqps://contoso-bus.servicebus.windows.net:5671";

    private static BusSettings settings(String url, BusProfile profile, int prefetch) {
        return new BusSettings("contoso", URI.create(url), profile, "hub-listen", "secret", prefetch);
    }

    @ParameterizedTest
    @CsvSource({
        AZURE + ", SERVICEBUS",
        "amqps://broker.example:5671, AMQP",
        "amqp://broker.example, AMQP",
        "tcp://broker.example:61616, ARTEMIS"
    })
    void theAddressTellsTheProfile(String url, BusProfile profile) {
        assertThat(BusProfile.of(URI.create(url))).isEqualTo(profile);
    }

    @Test
    void azureGetsTheSettingsThatItNeeds() {
        assertThat(settings(AZURE, BusProfile.SERVICEBUS, 5).clientUrl())
                .isEqualTo(AZURE + "?jms.validatePropertyNames=false&jms.prefetchPolicy.all=5&jms.sendTimeout=30000"
                        + "&jms.requestTimeout=30000&jms.connectTimeout=30000&amqp.idleTimeout=120000"
                        + "&jms.redeliveryPolicy.outcome=REJECTED");
    }

    @Test
    void optionsOfTheAddressStay() {
        assertThat(settings("amqps://broker.example?transport.verifyHost=true", BusProfile.AMQP, 5)
                        .clientUrl())
                .startsWith("amqps://broker.example?transport.verifyHost=true&jms.validatePropertyNames=false");
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://contoso-bus.servicebus.windows.net:5672, SERVICEBUS, 5, TLS",
        AZURE + ", SERVICEBUS, 11, prefetch",
        AZURE + "?amqp.idleTimeout=60000, SERVICEBUS, 5, amqp.idleTimeout",
        AZURE + "?jms.validatePropertyNames=true, SERVICEBUS, 5, jms.validatePropertyNames",
        "tcp://broker.example, AMQP, 5, amqps://",
        "broker.example, ARTEMIS, 5, host"
    })
    void whatCannotWorkIsRefused(String url, BusProfile profile, int prefetch, String said) {
        assertThatThrownBy(() -> settings(url, profile, prefetch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    @Test
    void subscriptionsHaveTheAddressOfTheirBroker() {
        assertThat(BusProfile.SERVICEBUS.subscription("events", "hub")).isEqualTo("events/subscriptions/hub");
        assertThat(BusProfile.AMQP.subscription("events", "hub")).isEqualTo("events::hub");
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(settings(AZURE, BusProfile.SERVICEBUS, 5).toString()).doesNotContain("secret", "hub-listen");
    }
}

package io.d365hub.webhook.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.webhook.delivery.Envelope;
import io.d365hub.yaml.YamlValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionReaderTest {

    private static JsonNode yaml(String text) {
        return YamlValue.parse(text, "test").orElseThrow().json();
    }

    @Test
    void aShortDeclarationHasTheDefaultsOfTheStandard() {
        // When
        Subscription read =
                SubscriptionReader.read(yaml("url: https://shop.example/hooks\nevents: order.placed"), "shop");
        // Then
        assertThat(read.name()).isEqualTo("shop");
        assertThat(read.envelope()).isEqualTo(Envelope.STANDARD);
        assertThat(read.ordering()).isEqualTo(Ordering.RECORD);
        assertThat(read.timeLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(read.giveUpAfter()).isEqualTo(Duration.ofDays(3));
        assertThat(read.disableAfter()).isEqualTo(Duration.ofDays(5));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        // Given
        JsonNode wrong = yaml("""
                url: ftp://shop.example
                events: ['order placed']
                fields: [name]
                mapping: '{'
                ordering: sometimes
                concurrency: 0
                timeLimit: soon
                color: red
                """);
        // Then
        assertThatThrownBy(() -> SubscriptionReader.read(wrong, "shop"))
                .hasMessageContaining("'url' is no address")
                .hasMessageContaining("'events' lists 'order placed'")
                .hasMessageContaining("'fields' lists 'name'")
                .hasMessageContaining("'mapping' is no JSLT")
                .hasMessageContaining("'ordering' is 'sometimes'. Choose one of record, all, none")
                .hasMessageContaining("'concurrency' is no number from 1 to 250")
                .hasMessageContaining("'timeLimit' holds 'soon'")
                .hasMessageContaining("'color' is no member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999"})
    void aPortThatThereIsNotIsRefused(String port) {
        // Given
        JsonNode wrong = yaml("url: https://shop.example:" + port + "/hooks\nevents: order.placed");
        // Then
        assertThatThrownBy(() -> SubscriptionReader.read(wrong, "shop"))
                .hasMessageContaining("'url' has a port that there is not: " + port);
    }

    @ParameterizedTest
    @CsvSource({
        "account.changed, account.changed, true",
        "account.*, account.changed, true",
        "account.*, accounts.changed, false",
        "account.*, account, false",
        "*, anything, true",
        "account.changed, account.changed.again, false"
    })
    void typesAreWantedByNameOrByTheirBeginning(String wanted, String type, boolean wants) {
        // Given
        Subscription subscription =
                SubscriptionReader.read(yaml("url: https://shop.example\nevents: ['" + wanted + "']"), "shop");
        // Then
        assertThat(subscription.wants(type)).isEqualTo(wants);
    }
}

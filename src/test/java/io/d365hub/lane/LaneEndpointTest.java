package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integration.Format;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneEndpointTest {

    private static LaneEndpoint endpoint(String uri) {
        return new DefaultCamelContext().getEndpoint(uri, LaneEndpoint.class);
    }

    @Test
    void itsOptionsAreTheFieldsOfAnIntegration() {
        // When
        Integration integration = endpoint("lane:orders?recordKey=//order/@id&format=xml&headers=X-Shop, traceparent"
                        + "&partitions=1&started=10&patience=90s&parentWait=2h&afterDeadLetter=hold-key")
                .integration("a route");
        // Then
        assertThat(integration)
                .isEqualTo(new Integration(
                        "orders",
                        Format.XML,
                        "//order/@id",
                        1,
                        Set.of("x-shop", "traceparent"),
                        10,
                        Duration.ofSeconds(90),
                        Duration.ofHours(2),
                        AfterDeadLetter.HOLD_KEY,
                        "a route"));
    }

    @Test
    void onlyTheRecordKeyMustBeGiven() {
        // When
        Integration integration = endpoint("lane:orders?recordKey=/id").integration("a route");
        // Then
        assertThat(integration)
                .isEqualTo(new Integration(
                        "orders",
                        Format.JSON,
                        "/id",
                        Integration.DEFAULT_PARTITIONS,
                        Set.of(),
                        Integration.DEFAULT_STARTED_LIMIT,
                        Integration.DEFAULT_PATIENCE,
                        Integration.DEFAULT_PARENT_WAIT,
                        AfterDeadLetter.CONTINUE,
                        "a route"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lane:orders | Option 'recordKey' of integration 'orders' in a route is missing.",
                "lane:orders?recordKey=id | Option 'recordKey' of integration 'orders' in a route is 'id'. A JSON Pointer",
                "lane:orders?recordKey=/id&partitions=0 | Option 'partitions' of integration 'orders' in a route is 0.",
                "lane:orders?recordKey=/id&started=0 | Option 'started' of integration 'orders' in a route is 0.",
                "lane:orders?recordKey=/id&format=csv | is 'csv'. Choose json or xml.",
                "lane:orders?recordKey=/id&patience=soon | Option 'patience' of integration 'orders' in a route is 'soon'.",
                "lane:orders?recordKey=/id&parentWait=-1 | Option 'parentWait' of integration 'orders' in a route is '-1'.",
                "lane:orders?recordKey=/id&afterDeadLetter=stop | is 'stop'. Choose continue or hold-key.",
                "lane:orders?recordKey=/id&headers=CamelHttpUri | Option 'headers' of integration 'orders' in a route lists 'CamelHttpUri'.",
                "lane:orders?recordKey=/id&headers=_amq_x | lists '_amq_x'",
                "lane:Orders?recordKey=/id | 'Orders' in a route cannot be the name of an integration."
            })
    void aValueThatCannotBeIsRefusedByName(String uri, String words) {
        // Given
        LaneEndpoint endpoint = endpoint(uri);
        // Then
        assertThatThrownBy(() -> endpoint.integration("a route"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aMisspeltOptionStopsTheStartByName() {
        assertThatThrownBy(() -> endpoint("lane:orders?recordKey=/id&partition=3"))
                .hasMessageContaining("partition=3");
    }

    @Test
    void nothingCanBeSentToIt() {
        // Given
        LaneEndpoint endpoint = endpoint("lane:orders?recordKey=/id");
        // Then
        assertThatThrownBy(endpoint::createProducer).hasMessageContaining("POST /push/orders");
    }
}

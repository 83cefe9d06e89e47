package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hub whose routes name a bus that the settings do not describe. */
@Timeout(300)
class BusStartTest {

    @Test
    void anUnknownBusStopsTheStartAndSaysWhatToSet() throws Exception {
        // Given
        HubFixture hub = HubFixture.with(TestRoute.file("orders-to-nowhere", """
                - route:
                    id: orders-to-nowhere
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: orders, recordKey: /id}
                      steps:
                        - to: {uri: kamelet:queue-sink, parameters: {queue: orders, connection: nowhere}}
                """));
        // When
        HubStartException refused = catchThrowableOfType(HubStartException.class, () -> hub.beforeAll(null));
        hub.afterAll(null);
        // Then
        assertThat(refused).isNotNull();
        assertThat(refused.mend()).contains("hub.bus.nowhere.url", "HUB_BUS_NOWHERE_PASSWORD");
    }
}

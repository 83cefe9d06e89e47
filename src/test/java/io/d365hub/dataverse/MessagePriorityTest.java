package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.throttle.Priority;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Who goes first: what is said nearest to the message weighs most. */
class MessagePriorityTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void aMessageOfWhichNothingIsSaidIsAnEvent() {
        assertThat(MessagePriority.of(exchange.getIn())).isEqualTo(Priority.EVENT);
    }

    @Test
    void theOptionOfTheEndpointCounts() {
        // Given
        MessagePriority.note(exchange, Priority.BATCH);
        // When, Then
        assertThat(MessagePriority.of(exchange.getIn())).isEqualTo(Priority.BATCH);
    }

    @Test
    void aRowOfABatchRunIsNoEvent() {
        // Given
        MessagePriority.note(exchange, Priority.EVENT);
        exchange.setProperty(DataverseConstants.BATCH_RUN, new Object());
        // When, Then
        assertThat(MessagePriority.of(exchange.getIn())).isEqualTo(Priority.BATCH);
    }

    @Test
    void aMessageThatSomebodyWaitsForGoesFirst() {
        // Given
        MessagePriority.note(exchange, Priority.BATCH);
        exchange.setProperty(DataverseConstants.AWAITED, true);
        // When, Then
        assertThat(MessagePriority.of(exchange.getIn())).isEqualTo(Priority.INTERACTIVE);
    }

    @Test
    void aDeadLetterThatIsSentAgainIsAReplay() {
        // Given
        exchange.setProperty(DataverseConstants.REPLAYED, true);
        // When, Then
        assertThat(MessagePriority.of(exchange.getIn())).isEqualTo(Priority.REPLAY);
    }

    @Test
    void theHeaderWeighsMoreThanAllThat() {
        // Given
        exchange.setProperty(DataverseConstants.REPLAYED, true);
        exchange.getIn().setHeader(DataverseConstants.PRIORITY, "Interactive");
        // When, Then
        assertThat(MessagePriority.of(exchange.getIn())).isEqualTo(Priority.INTERACTIVE);
    }

    @Test
    void aHeaderThatIsNoPriorityIsRefusedWithThoseThatAre() {
        // Given
        exchange.getIn().setHeader(DataverseConstants.PRIORITY, "soon");
        // When, Then
        assertThatThrownBy(() -> MessagePriority.of(exchange.getIn()))
                .hasMessageContaining("interactive, event, batch or replay");
    }
}

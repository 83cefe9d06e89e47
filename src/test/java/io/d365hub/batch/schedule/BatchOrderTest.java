package io.d365hub.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

    @Test
    void aChainHasParentsBeforeChildrenAndEachBatchOnce() {
        BatchOrder order = new BatchOrder(
                List.of(batch("orders", "accounts", "contacts"), batch("contacts", "accounts"), batch("accounts")));

        assertThat(order.chain("orders")).containsExactly("accounts", "contacts", "orders");
    }

    @Test
    void aBatchThatWouldWaitForItselfIsRefusedWithTheCircle() {
        assertThatThrownBy(() -> new BatchOrder(List.of(
                        batch("accounts", "orders"), batch("contacts", "accounts"), batch("orders", "contacts"))))
                .hasMessageContaining("accounts after orders after contacts after accounts");
    }

    @Test
    void aBatchAfterItselfIsRefused() {
        assertThatThrownBy(() -> new BatchOrder(List.of(batch("accounts", "accounts"))))
                .hasMessageContaining("accounts after accounts");
    }

    @Test
    void aBatchAfterOneThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() -> new BatchOrder(List.of(batch("contacts", "acounts"), batch("accounts"))))
                .hasMessage("Batch 'contacts' has after=acounts, and there is no batch of that name."
                        + " The batches are: contacts, accounts.");
    }

    static Timetable batch(String name, String... after) {
        return new Timetable(name, Optional.empty(), MissedRun.RUN, List.of(after));
    }
}

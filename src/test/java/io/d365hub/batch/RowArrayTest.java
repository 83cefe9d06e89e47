package io.d365hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowArrayTest {

    private static final byte[] PAGE = "{\"value\":[{\"n\":1},{\"n\":2.50}]}".getBytes(StandardCharsets.UTF_8);

    private static final SourceRow FIRST = SourceRow.of(new JsonRow(PAGE, 10, 7), "1", null);
    private final SourceRow second = SourceRow.of(new JsonRow(PAGE, 18, 10), null, null);

    @Test
    void rowsThatNobodyHasLookedAtAreThereAsTheyCame() {
        // When
        RowArray rows = new RowArray(List.of(FIRST, second));
        // Then
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.unread()).contains(List.of(FIRST, second));
    }

    @Test
    void aRowThatSomebodyHasLookedAtMayHaveBeenChanged() {
        // Given
        RowArray rows = new RowArray(List.of(SourceRow.of(new JsonRow(PAGE, 10, 7), "1", null)));
        // When
        ((ObjectNode) rows.get(0)).put("n", 7);
        // Then
        assertThat(rows.unread()).isEmpty();
        assertThat(rows).hasToString("[{\"n\":7}]");
    }

    @Test
    void rowsCanBeAddedAndRemovedAsInEveryArray() {
        // Given
        RowArray rows = new RowArray(List.of(SourceRow.of(new JsonRow(PAGE, 10, 7), "1", null)));
        // When
        rows.addObject().put("n", 3);
        rows.remove(0);
        // Then
        assertThat(rows).hasToString("[{\"n\":3}]");
    }

    @Test
    void anAmountKeepsItsDigits() {
        // When
        ObjectNode columns = second.columns();
        // Then
        assertThat(columns.get("n")).isEqualTo(DecimalNode.valueOf(new BigDecimal("2.50")));
    }

    @Test
    void bytesOfARowWhoseColumnsWereGivenOutAreNotUsedAnyMore() {
        // When
        ObjectNode unused = second.columns();
        // Then
        assertThat(second.json()).isEmpty();
    }

    @Test
    void theKeyThatTheSourceKnowsSparesLookingForIt() {
        // When
        Optional<String> key = new RowKeys("/other").of(FIRST);
        // Then
        assertThat(key).contains("1");
        assertThat(FIRST.json()).isPresent();
    }

    @Test
    void aKeyThatTheSourceDoesNotKnowIsReadFromTheColumns() {
        assertThat(new RowKeys("/n").of(second)).contains("2.50");
    }
}

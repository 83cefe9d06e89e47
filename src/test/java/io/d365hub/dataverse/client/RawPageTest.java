package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPageTest {

    private static RawPage page(String json) {
        return RawPage.in(json.getBytes(StandardCharsets.UTF_8), "accountid").orElseThrow();
    }

    private static String row(RawPage page, int row) {
        return new String(page.body(), page.from(row), page.length(row), StandardCharsets.UTF_8);
    }

    @Test
    void rowsAreFoundWithTheirValuesOfTheColumn() {
        // When
        RawPage page = page("{\"@odata.context\":\"x\",\"value\":[{\"name\":\"Ä } ] \\\" ,\",\"accountid\":\"1\"},\n"
                + " { \"accountid\" : null, \"inner\":{\"accountid\":\"9\"} }]}");
        // Then
        assertThat(page.rows()).isEqualTo(2);
        assertThat(row(page, 0)).isEqualTo("{\"name\":\"Ä } ] \\\" ,\",\"accountid\":\"1\"}");
        assertThat(row(page, 1)).isEqualTo("{ \"accountid\" : null, \"inner\":{\"accountid\":\"9\"} }");
        assertThat(page.value(0)).isEqualTo("1");
        assertThat(page.value(1)).isNull();
    }

    @Test
    void moreRowsThanUsualAreFound() {
        // Given
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            rows.append(i == 0 ? "" : ",").append("{\"accountid\":\"").append(i).append("\"}");
        }
        // When
        RawPage page = page("{\"value\":[" + rows + "]}");
        // Then
        assertThat(page.rows()).isEqualTo(5000);
        assertThat(page.value(4999)).isEqualTo("4999");
        assertThat(row(page, 4999)).isEqualTo("{\"accountid\":\"4999\"}");
    }

    @Test
    void aRowThatTellsOfADeletionIsMarked() {
        // When
        RawPage page =
                page("{\"value\":[{\"accountid\":\"1\"},{\"@odata.context\":\"a/$deletedEntity\",\"id\":\"2\"}]}");
        // Then
        assertThat(page.hasContext(0)).isFalse();
        assertThat(page.hasContext(1)).isTrue();
    }

    @Test
    void linksAndCountStandBesideTheRows() {
        // When
        RowPage links = page("{\"@odata.count\":7,\"@odata.deltaLink\":\"d\",\"value\":[],\"@odata.nextLink\":\"n\"}")
                .links(Optional.empty());
        // Then
        assertThat(links.next()).contains("n");
        assertThat(links.delta()).contains("d");
        assertThat(links.count()).hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"value\":[{\"a\":1},",
                "{\"value\":[{\"a\":1}]",
                "{\"value\":[]} {}",
                "{\"error\":{\"code\":\"0x1\",\"message\":\"no\"}}",
                "{\"Message\":\"no\"}"
            })
    void whatIsNoWholePageIsNone(String body) {
        assertThat(RawPage.in(body.getBytes(StandardCharsets.UTF_8), "accountid"))
                .isEmpty();
    }
}

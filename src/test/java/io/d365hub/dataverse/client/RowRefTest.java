package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRefTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            D-17        | bld_sites(bld_code='D-17')
            O'Brien     | bld_sites(bld_code='O%27%27Brien')
            a b         | bld_sites(bld_code='a%20b')
            a,b=(c)     | bld_sites(bld_code='a%2Cb%3D%28c%29')
            Åström      | bld_sites(bld_code='%C3%85str%C3%B6m')
            😀          | bld_sites(bld_code='%F0%9F%98%80')
            "quoted"    | bld_sites(bld_code='%22quoted%22')
            '           | bld_sites(bld_code='%27%27')
            """)
    void aTextIsQuotedAndEncoded(String value, String address) {
        // Given
        RowRef row = RowRef.byKey("bld_sites", Map.of("bld_code", value));
        // When
        String url = row.forUrl();
        // Then
        assertThat(url).isEqualTo(address);
    }

    @Test
    void inABodyNothingIsPercentEncoded() {
        // Given
        RowRef row = RowRef.byKey("bld_sites", Map.of("bld_code", "O'Brien Å"));
        // When
        String text = row.forBody();
        // Then
        assertThat(text).isEqualTo("/bld_sites(bld_code='O''Brien Å')");
    }

    @Test
    void everyTypeHasItsOwnForm() {
        // Given
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("bld_number", 5);
        key.put("bld_weight", new BigDecimal("1.50E3"));
        key.put("bld_from", LocalDate.parse("2026-01-31"));
        key.put("bld_at", Instant.parse("2026-01-31T09:00:00.123Z"));
        key.put("_bld_regionid_value", UUID.fromString("5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3"));
        // When
        String url = RowRef.byKey("bld_sites", key).forUrl();
        // Then
        assertThat(url)
                .isEqualTo("bld_sites(bld_number=5,bld_weight=1500,bld_from=2026-01-31,bld_at=2026-01-31T09%3A00%3A00Z,"
                        + "_bld_regionid_value=5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a\\b", "a<b", "a>b", "a*b", "a%b", "a&b", "a:b", "a?b", "a+b", "a#b", "a\nb"})
    void aValueThatTheServiceMisreadsIsKnown(String value) {
        // Given
        RowRef row = RowRef.byKey("bld_sites", Map.of("bld_code", value));
        // When
        boolean breaks = row.breaksAddress();
        // Then
        assertThat(breaks).isTrue();
    }

    @Test
    void aTimeWithColonsIsNoSuchValue() {
        // Given
        RowRef row = RowRef.byKey("bld_sites", Map.of("bld_at", Instant.EPOCH));
        // When
        boolean breaks = row.breaksAddress();
        // Then
        assertThat(breaks).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "accounts(1)", "accounts/x", "../x", "1a", "a?b"})
    void aTableNameThatWouldChangeTheAddressIsRefused(String table) {
        // Given
        Map<String, Object> key = Map.of("bld_code", "1");
        // When / Then
        assertThatThrownBy(() -> RowRef.byKey(table, key))
                .hasMessage(
                        "'" + table + "' cannot be the name of a table: give its entity set name, e.g. salesorders");
    }

    @Test
    void aColumnNameThatWouldChangeTheAddressIsRefused() {
        // Given
        Map<String, Object> key = Map.of("a='1',b", "1");
        // When / Then
        assertThatThrownBy(() -> RowRef.byKey("accounts", key)).hasMessageContaining("cannot be the name of a column");
    }

    @Test
    void aBooleanCannotBeAKey() {
        // Given
        Map<String, Object> key = Map.of("bld_active", true);
        // When / Then
        assertThatThrownBy(() -> RowRef.byKey("bld_sites", key))
                .hasMessage("Key column 'bld_active' must hold a text, a number, an id, a date or a time");
    }

    @Test
    void noValueShowsInItsText() {
        // Given
        RowRef row = RowRef.byKey("contacts", Map.of("emailaddress1", "kim@example.org"));
        // When
        String text = row.toString();
        // Then
        assertThat(text).isEqualTo("contacts by emailaddress1");
    }
}

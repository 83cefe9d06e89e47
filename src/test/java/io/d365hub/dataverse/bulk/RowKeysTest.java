package io.d365hub.dataverse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.RowRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows count as the same one: Dataverse's collation ignores case and accents (spec 3.1 [D for filters, K for keys]). */
class RowKeysTest {

    @ParameterizedTest
    @CsvSource({"d-17, D-17", "Müller, MULLER", "Ålesund, alesund", "'x ', x"})
    void textsThatTheDatabaseTakesForEqualAreOneKey(String first, String second) {
        // Given
        RowRef one = RowRef.byKey("accounts", Map.of("accountnumber", first));
        // When
        String key = RowKeys.of(RowRef.byKey("accounts", Map.of("accountnumber", second)));
        // Then
        assertThat(key).isEqualTo(RowKeys.of(one));
    }

    @Test
    void theOrderOfColumnsDoesNotMatter() {
        // Given
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("bld_code", "A");
        columns.put("bld_number", 5);
        Map<String, Object> reversed = new LinkedHashMap<>();
        reversed.put("bld_number", 5);
        reversed.put("bld_code", "A");
        // When
        String key = RowKeys.of(RowRef.byKey("bld_sites", columns));
        // Then
        assertThat(key).isEqualTo(RowKeys.of(RowRef.byKey("bld_sites", reversed)));
    }

    @Test
    void equalValuesOfOtherTablesAreOtherKeys() {
        // Given
        RowRef account = RowRef.byKey("accounts", Map.of("number", "1"));
        // When
        String key = RowKeys.of(RowRef.byKey("contacts", Map.of("number", "1")));
        // Then
        assertThat(key).isNotEqualTo(RowKeys.of(account));
    }
}

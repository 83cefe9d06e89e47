package io.d365hub.virtual.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout is a promise for ever: rows in Dataverse hold these GUIDs. */
class PackedKeyTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE})
    void aNumberIsReadFromItsGuid(long number) {
        assertThat(PackedKey.number(PackedKey.ofNumber(number))).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "ACME-0001", "fifteen letters", "with 'quotes'", "~"})
    void aShortTextIsReadFromItsGuid(String text) {
        assertThat(PackedKey.text(PackedKey.ofText(text).orElseThrow())).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixteen letters!", "Größe"})
    void aTextThatDoesNotFitIsNotPacked(String text) {
        assertThat(PackedKey.ofText(text)).isEmpty();
    }

    @Test
    void theLayoutNeverChanges() {
        assertThat(PackedKey.ofNumber(1)).hasToString("80000000-0000-8d10-8000-400000000000");
        assertThat(PackedKey.ofText("ACME").orElseThrow()).hasToString("830e6c50-0000-8d24-8000-000000000000");
        assertThat(NamedKey.of("erp", "Items", "a long natural key"))
                .hasToString("ea640ca7-3a6e-590c-89e4-4533bd8dcbcf");
    }

    @Test
    void guidsAreInTheOrderOfTheNumbers() {
        assertThat(PackedKey.ofNumber(-5).toString())
                .isLessThan(PackedKey.ofNumber(3).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8f2c1d34-5b6a-4e7f-9a01-23456789abcd",
                "80000000-0000-8d10-8000-400000000001",
                "80000000-0000-8d10-c000-400000000000"
            })
    void aGuidThatWasNotMadeOfAKeyIsNone(String guid) {
        assertThat(PackedKey.number(UUID.fromString(guid))).isEmpty();
        assertThat(PackedKey.text(UUID.fromString(guid))).isEmpty();
    }
}

package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What examples keep of a text: its shape, and that a date is one. */
class MasksTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-28, 2001-01-01",
        "2026-03-28T23:59:58Z, 2001-01-01T01:01:01Z",
        "2026-03-28T23:59:58.123+02:00, 2001-01-01T01:01:01.111+02:00",
        "2026-03-28 23:59, 2001-01-01 01:01",
        "Zoë 4711, Xxx 1111",
        "A-2026-03-28, X-1111-11-11"
    })
    void aMaskedTextKeepsItsShape(String text, String masked) {
        assertThat(Masks.masked(text)).isEqualTo(masked);
    }
}

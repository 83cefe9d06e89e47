package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEnvelopeTest {

    private static final MessageEnvelope WRITTEN = new MessageEnvelope(
            "crm",
            "order_number='4711'",
            42,
            Instant.ofEpochMilli(1_790_000_000_123L),
            "application/json",
            Map.of("traceparent", "00-aa-bb-01", "empty", ""));

    @ParameterizedTest
    @ValueSource(strings = {"", "Größe", "\uD83D\uDE00 \u65E5\u672C", "a\u0000b\r\n", "'quoted' \"twice\""})
    void any_text_comes_back_as_it_was(String text) {
        // Given a text in every place
        MessageEnvelope written = new MessageEnvelope(
                text,
                text,
                -1,
                Instant.ofEpochMilli(0),
                text,
                Map.of("name " + text, text, "other", text.repeat(10_000)));

        // When it is written and read
        MessageEnvelope read = MessageEnvelope.of(written.bytes());

        // Then nothing has changed
        assertThat(read).isEqualTo(written);
    }

    static IntStream everyLength() {
        return IntStream.range(0, WRITTEN.bytes().length);
    }

    @ParameterizedTest
    @MethodSource("everyLength")
    void one_that_ends_too_early_is_refused(int length) {
        // Given the beginning of an envelope
        byte[] beginning = Arrays.copyOf(WRITTEN.bytes(), length);

        // Then it is not read as if it were one
        assertThatThrownBy(() -> MessageEnvelope.of(beginning))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void a_length_beyond_the_end_takes_no_memory() {
        // Given an envelope whose first text claims two gigabytes
        byte[] bytes = WRITTEN.bytes();
        bytes[20] = 0x7f;

        // Then it is refused before anything of that size is made
        assertThatThrownBy(() -> MessageEnvelope.of(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.d365hub.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static final Instant TIME = Instant.parse("2025-11-01T12:01:01Z");

    private static Event event(String contentType, String data) {
        return new Event(
                "e2",
                "account.updated",
                TIME,
                "/dataverse/contoso",
                "account/Zoë 100%",
                contentType,
                data.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Envelope.Content content) {
        return new String(content.body(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("[V] events spec §6.1")
    void theStandardEnvelopeHasTypeTimestampAndData() {
        // Given
        Event event = event("application/json", "{\"a\":1.50}");
        // When
        Envelope.Content content = Envelope.STANDARD.write(event);
        // Then
        assertThat(text(content))
                .isEqualTo(
                        "{\"type\":\"account.updated\",\"timestamp\":\"2025-11-01T12:01:01Z\",\"data\":{\"a\":1.50}}");
    }

    @Test
    @DisplayName("[V] events spec §6.3: structured mode")
    void aStructuredCloudEventHasItsDataInline() {
        // Given
        Event event = event("application/json", "{\"a\":1}");
        // When
        Envelope.Content content = Envelope.CLOUDEVENTS_STRUCTURED.write(event);
        // Then
        assertThat(content.contentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(text(content))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"e2\",\"source\":\"/dataverse/contoso\",\"type\":"
                        + "\"account.updated\",\"time\":\"2025-11-01T12:01:01Z\",\"subject\":\"account/Zoë 100%\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"a\":1}}");
    }

    @Test
    @DisplayName("[V] events spec §6.3: binary mode, percent-encoding")
    void aBinaryCloudEventHasItsAttributesInHeaders() {
        // Given
        Event event = event("application/json", "{\"a\":1}");
        // When
        Envelope.Content content = Envelope.CLOUDEVENTS_BINARY.write(event);
        // Then
        assertThat(content.headers())
                .containsEntry("ce-specversion", "1.0")
                .containsEntry("ce-type", "account.updated")
                .containsEntry("ce-subject", "account/Zo%C3%AB%20100%25")
                .doesNotContainKey("ce-datacontenttype");
        assertThat(text(content)).isEqualTo("{\"a\":1}");
    }

    @Test
    void dataThatAreNoTextTravelAsBase64() {
        // Given
        Event event = new Event("e3", "file.made", TIME, "/hub", "", "application/pdf", new byte[] {(byte) 0xFF, 0, 1});
        // When
        Envelope.Content content = Envelope.CLOUDEVENTS_STRUCTURED.write(event);
        // Then
        assertThat(text(content)).contains("\"data_base64\":\"/wAB\"");
    }
}

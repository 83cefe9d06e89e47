package io.d365hub.webhook.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** How an event is written into the request. */
public enum Envelope {
    /** The data as they are. */
    PLAIN {
        @Override
        Content write(Event event) {
            return new Content(event.contentType(), Map.of(), event.data());
        }
    },
    /** Standard Webhooks' recommended members {@code type}, {@code timestamp} and {@code data} (events spec §6.1 [V]). */
    STANDARD {
        @Override
        Content write(Event event) {
            return new Content("application/json", Map.of(), json(json -> {
                json.writeStringField("type", event.type());
                json.writeStringField("timestamp", time(event));
                data(json, event);
            }));
        }
    },
    /** CloudEvents 1.0, attributes in headers (events spec §6.3 [V]). */
    CLOUDEVENTS_BINARY {
        @Override
        Content write(Event event) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("ce-specversion", "1.0");
            headers.put("ce-id", headerText(event.id()));
            headers.put("ce-source", headerText(event.source()));
            headers.put("ce-type", headerText(event.type()));
            headers.put("ce-time", time(event));
            if (!event.subject().isEmpty()) {
                headers.put("ce-subject", headerText(event.subject()));
            }
            return new Content(event.contentType(), headers, event.data());
        }
    },
    /** CloudEvents 1.0, everything in the body (events spec §6.3 [V]). */
    CLOUDEVENTS_STRUCTURED {
        @Override
        Content write(Event event) {
            return new Content("application/cloudevents+json; charset=utf-8", Map.of(), json(json -> {
                json.writeStringField("specversion", "1.0");
                json.writeStringField("id", event.id());
                json.writeStringField("source", event.source());
                json.writeStringField("type", event.type());
                json.writeStringField("time", time(event));
                if (!event.subject().isEmpty()) {
                    json.writeStringField("subject", event.subject());
                }
                json.writeStringField("datacontenttype", event.contentType());
                data(json, event);
            }));
        }
    };

    /** What is sent: exactly these bytes are signed. */
    record Content(String contentType, Map<String, String> headers, byte[] body) {}

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory JSON = new JsonFactory();

    abstract Content write(Event event);

    private static byte[] json(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** JSON stands inline, never as a quoted string; text as text; anything else as base64. */
    private static void data(JsonGenerator json, Event event) throws IOException {
        if (event.isJson()) {
            json.writeFieldName("data");
            String text = new String(event.data(), StandardCharsets.UTF_8);
            json.writeRawValue(text.isBlank() ? "null" : text);
        } else if (event.contentType().startsWith("text/")) {
            json.writeStringField("data", new String(event.data(), StandardCharsets.UTF_8));
        } else {
            json.writeFieldName("data_base64");
            json.writeBinary(event.data());
        }
    }

    private static String time(Event event) {
        return event.time().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Space, double quote, percent and everything that is not printable ASCII, as UTF-8 in percent form. */
    private static String headerText(String text) {
        StringBuilder written = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c <= ' ' || c >= 0x7F || c == '"' || c == '%') {
                written.append(String.format("%%%02X", c));
            } else {
                written.append((char) c);
            }
        }
        return written.toString();
    }
}

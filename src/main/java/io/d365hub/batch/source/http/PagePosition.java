package io.d365hub.batch.source.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.Position;
import java.util.Optional;

/**
 * How far pages have been read.
 *
 * @param next address of the page to go on with
 * @param watermark the newest one of the rows so far
 */
public record PagePosition(Optional<String> next, Optional<String> watermark) implements Position {

    private static final String NEXT = "next";
    private static final String WATERMARK = "watermark";

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        next.ifPresent(value -> json.put(NEXT, value));
        watermark.ifPresent(value -> json.put(WATERMARK, value));
        return json;
    }

    /** Reads what {@link #toJson} gave. */
    public static PagePosition of(ObjectNode json) {
        return new PagePosition(text(json, NEXT), text(json, WATERMARK));
    }

    private static Optional<String> text(ObjectNode json, String name) {
        return Optional.ofNullable(json.get(name)).map(value -> value.asText());
    }
}

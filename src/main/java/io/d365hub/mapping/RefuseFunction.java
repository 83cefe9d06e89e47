package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code refuse(what, why, mend)}: gives the message up with three sentences for the person who will read the dead
 * letter.
 */
final class RefuseFunction extends MappingFunction {

    RefuseFunction() {
        super("refuse", 3, 3);
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        throw new RefusedByMappingException(text(arguments[0]), text(arguments[1]), text(arguments[2]));
    }
}

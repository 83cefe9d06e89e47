package io.d365hub.simulator.model;

import java.util.List;
import java.util.UUID;

/**
 * A list of values that choice columns of several tables share.
 *
 * @param metadataId its own
 * @param name unique, with the publisher's prefix
 * @param displayName what people call it
 * @param description what it is for
 * @param choices in the order in which they are shown
 */
public record GlobalChoice(UUID metadataId, String name, Label displayName, Label description, List<Choice> choices) {

    public GlobalChoice {
        choices = List.copyOf(choices);
    }
}

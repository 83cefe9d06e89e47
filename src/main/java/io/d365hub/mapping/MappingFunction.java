package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;

/** Name and number of arguments of a function for mappings. */
abstract class MappingFunction implements Function {

    private final String name;
    private final int minArguments;
    private final int maxArguments;

    MappingFunction(String name, int minArguments, int maxArguments) {
        this.name = name;
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    @Override
    public final String getName() {
        return name;
    }

    @Override
    public final int getMinArguments() {
        return minArguments;
    }

    @Override
    public final int getMaxArguments() {
        return maxArguments;
    }

    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}

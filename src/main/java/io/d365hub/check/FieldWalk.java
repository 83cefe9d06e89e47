package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;

/** Visits all fields of a document, from top to bottom, each with the name of the field that it stands in. */
final class FieldWalk {

    private FieldWalk() {}

    /** Takes one field. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Takes it.
         *
         * @param parent name of the field that holds it; empty at the top
         */
        void field(String parent, Field field);
    }

    static void over(YamlValue document, Visitor visitor) {
        visit("", document, visitor);
    }

    private static void visit(String parent, YamlValue value, Visitor visitor) {
        value.items().forEach(item -> visit(parent, item, visitor));
        for (Field field : value.fields()) {
            visitor.field(parent, field);
            visit(field.name(), field.value(), visitor);
        }
    }
}

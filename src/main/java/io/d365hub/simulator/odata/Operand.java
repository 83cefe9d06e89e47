package io.d365hub.simulator.odata;

/**
 * One side of a comparison: exactly one of the three.
 *
 * @param call the name of a function whose arguments follow
 * @param property something that the subject has
 * @param literal a value
 */
record Operand<T>(String call, Property<T> property, Literal literal) {

    static <T> Operand<T> literal(Literal literal) {
        return new Operand<>(null, null, literal);
    }

    static boolean isLiteral(String word) {
        char first = word.charAt(0);
        return Character.isDigit(first)
                || first == '-'
                || first == '{'
                || word.equals("null")
                || word.equals("true")
                || word.equals("false")
                || Values.uuid(word) != null;
    }

    /** What error messages call its type. */
    String typeName() {
        if (property != null) {
            return property.typeName();
        }
        return literal.kind() == Literal.Kind.QUOTED ? "Edm.String" : "Edm.Int32";
    }
}

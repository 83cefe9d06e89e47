package io.d365hub.deadletter.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A query as a tree. Times are absolute: what was written relatively was reckoned when the query was read. */
public sealed interface Expression {

    /** All of these hold; none given: true. */
    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of these holds. */
    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** It does not hold. */
    record Not(Expression part) implements Expression {}

    /** A field has this value: text, or a {@link java.util.UUID} where the field's column is one. */
    record Is(Field field, Object value) implements Expression {}

    /** The value of a field begins with this. */
    record StartsWith(Field field, String beginning) implements Expression {}

    /** A time from the first on and before the second; either may be open. */
    record Between(Field field, Optional<Instant> from, Optional<Instant> before) implements Expression {}

    /**
     * What and why of the failure hold these words, one after another.
     *
     * @param words in lower case; at least one
     * @param beginning whether the last one is only the beginning of a word
     */
    record Text(List<String> words, boolean beginning) implements Expression {
        public Text {
            words = List.copyOf(words);
        }
    }

    /**
     * A declared field of the payload has this value.
     *
     * @param beginning whether the value is only its beginning
     */
    record Payload(String name, String value, boolean beginning) implements Expression {}
}

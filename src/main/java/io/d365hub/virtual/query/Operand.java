package io.d365hub.virtual.query;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;

/** One side of a comparison. */
public sealed interface Operand {

    /** The type of its value. */
    ColumnType type();

    /**
     * How its texts are compared: as its column says; a literal follows the other side. Two texts are compared exactly when
     * one of them is.
     */
    TextComparison comparison();

    record Column(VirtualColumn column) implements Operand {

        @Override
        public ColumnType type() {
            return column.sourceType();
        }

        @Override
        public TextComparison comparison() {
            return column.comparison();
        }
    }

    /**
     * A value from the caller.
     *
     * @param type of the value, and of null
     * @param value in the type's Java type; may be null
     */
    record Literal(ColumnType type, Object value) implements Operand {

        @Override
        public TextComparison comparison() {
            return TextComparison.IGNORE_CASE;
        }
    }

    /** A function of a text; null of null. */
    record TextFunction(Kind kind, Operand text) implements Operand {

        @Override
        public ColumnType type() {
            return kind == Kind.LENGTH ? ColumnType.INT32 : ColumnType.STRING;
        }

        @Override
        public TextComparison comparison() {
            return text.comparison();
        }

        /** Which function. */
        public enum Kind {
            TO_LOWER,
            TO_UPPER,
            /** Takes white space off both ends. */
            TRIM,
            /** In characters. */
            LENGTH
        }
    }
}

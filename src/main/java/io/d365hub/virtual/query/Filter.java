package io.d365hub.virtual.query;

import java.util.List;

/**
 * Which rows. Three-valued, as OData 4.0 has it: a comparison with null on one side is null for {@code gt, ge, lt, le}, and
 * true or false for {@code eq} and {@code ne} (null equals only null); {@code contains} and its kind of null are null;
 * {@code and}, {@code or}, {@code not} follow Kleene. A row passes when the filter is true, not when it is null.
 */
public sealed interface Filter {

    /** Every row. */
    Filter ALL = new And(List.of());

    /** No row: what becomes of a comparison with a key that no row can have. */
    Filter NONE = new Not(ALL);

    /** True when all are; at least two, but for {@link #ALL}. */
    record And(List<Filter> terms) implements Filter {
        public And {
            terms = List.copyOf(terms);
        }
    }

    /** True when one is; at least two. */
    record Or(List<Filter> terms) implements Filter {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    record Not(Filter term) implements Filter {}

    /**
     * Compares two operands of the same type (numbers of any types). At least one of them is not a literal.
     *
     * <p>With a null literal only {@code eq} and {@code ne} occur, and the literal is on the right.
     */
    record Comparison(Operand left, Comparator comparator, Operand right) implements Filter {}

    /** Whether the operand equals one of the literals, of which none is null; at least one. */
    record In(Operand operand, List<Operand.Literal> literals) implements Filter {
        public In {
            literals = List.copyOf(literals);
        }
    }

    /** Whether a text has a part; both operands are texts. The empty part is in every text. */
    record TextMatch(Kind kind, Operand text, Operand part) implements Filter {

        /** Where the part is. */
        public enum Kind {
            CONTAINS,
            STARTS_WITH,
            ENDS_WITH
        }
    }

    /** How two operands are compared. */
    enum Comparator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE;

        /** The same comparison with its sides exchanged. */
        public Comparator mirrored() {
            return switch (this) {
                case EQ -> EQ;
                case NE -> NE;
                case GT -> LT;
                case GE -> LE;
                case LT -> GT;
                case LE -> GE;
            };
        }
    }
}

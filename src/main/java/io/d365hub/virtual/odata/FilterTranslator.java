package io.d365hub.virtual.odata;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Filter.Comparator;
import io.d365hub.virtual.query.Filter.TextMatch;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.Operand.Literal;
import io.d365hub.virtual.query.Operand.TextFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.olingo.commons.api.edm.EdmEnumType;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.ODataApplicationException;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourcePrimitiveProperty;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.ExpressionVisitor;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.MethodKind;
import org.apache.olingo.server.api.uri.queryoption.expression.UnaryOperatorKind;

/**
 * Turns a parsed {@code $filter} into a {@link Filter}. Whatever it does not know is refused with 501, so that no part of a
 * filter is ever left out.
 */
final class FilterTranslator implements ExpressionVisitor<FilterTranslator.Part> {

    private static final String SUPPORTED = "Supported are and, or, not, eq, ne, gt, ge, lt, le, in, contains,"
            + " startswith, endswith, tolower, toupper, trim, length.";

    private final VirtualTable table;
    private final Comparisons comparisons;

    FilterTranslator(VirtualTable table, Comparisons comparisons) {
        this.table = table;
        this.comparisons = comparisons;
    }

    /** What a part of the expression stands for. */
    sealed interface Part {
        record Condition(Filter filter) implements Part {}

        record Value(Operand operand) implements Part {}

        /** As it is written; what it is depends on the other side. */
        record Constant(String text, EdmType type) implements Part {}
    }

    /** A fault on its way through Olingo. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ODataFault fault;

        Refused(ODataFault fault) {
            super(fault.getMessage(), null, false, false);
            this.fault = fault;
        }

        ODataFault fault() {
            return fault;
        }
    }

    Filter translate(Expression expression) throws ODataFault {
        try {
            return Comparisons.simplified(condition(expression.accept(this)));
        } catch (Refused e) {
            throw e.fault();
        } catch (ODataApplicationException
                | org.apache.olingo.server.api.uri.queryoption.expression.ExpressionVisitException e) {
            throw unsupported("This expression").fault();
        }
    }

    private Filter condition(Part part) {
        if (part instanceof Part.Condition condition) {
            return condition.filter();
        }
        if (part instanceof Part.Value value) {
            return comparisons.isTrue(value.operand());
        }
        Part.Constant constant = (Part.Constant) part;
        return switch (String.valueOf(constant.text())) {
            case "true" -> Filter.ALL;
            case "false" -> Filter.NONE;
            default -> throw unsupported("A value as a condition");
        };
    }

    @Override
    public Part visitBinaryOperator(BinaryOperatorKind operator, Part left, Part right) {
        return switch (operator) {
            case AND -> new Part.Condition(joined(left, right, true));
            case OR -> new Part.Condition(joined(left, right, false));
            case EQ -> new Part.Condition(compared(left, Comparator.EQ, right));
            case NE -> new Part.Condition(compared(left, Comparator.NE, right));
            case GT -> new Part.Condition(compared(left, Comparator.GT, right));
            case GE -> new Part.Condition(compared(left, Comparator.GE, right));
            case LT -> new Part.Condition(compared(left, Comparator.LT, right));
            case LE -> new Part.Condition(compared(left, Comparator.LE, right));
            default -> throw unsupported("Operator '" + operator + "'");
        };
    }

    private Filter joined(Part left, Part right, boolean and) {
        List<Filter> terms = new ArrayList<>();
        for (Filter term : List.of(condition(left), condition(right))) {
            if (and && term instanceof Filter.And inner) {
                terms.addAll(inner.terms());
            } else if (!and && term instanceof Filter.Or inner) {
                terms.addAll(inner.terms());
            } else {
                terms.add(term);
            }
        }
        return terms.size() == 1 ? terms.get(0) : and ? new Filter.And(terms) : new Filter.Or(terms);
    }

    private Filter compared(Part left, Comparator comparator, Part right) {
        if (left instanceof Part.Constant && right instanceof Part.Constant) {
            throw unsupported("Comparing two values");
        }
        if (left instanceof Part.Constant) {
            return compared(right, comparator.mirrored(), left);
        }
        if (left instanceof Part.Condition condition) {
            return comparisons.conditionIs(condition.filter(), comparator, right);
        }
        if (right instanceof Part.Condition condition) {
            return comparisons.conditionIs(condition.filter(), comparator, left);
        }
        Operand operand = ((Part.Value) left).operand();
        if (right instanceof Part.Value other) {
            return comparisons.of(operand, comparator, other.operand());
        }
        return comparisons.of(operand, comparator, (Part.Constant) right);
    }

    @Override
    public Part visitBinaryOperator(BinaryOperatorKind operator, Part left, List<Part> right) {
        if (operator != BinaryOperatorKind.IN || !(left instanceof Part.Value value)) {
            throw unsupported("Operator '" + operator + "' here");
        }
        List<Part.Constant> constants = new ArrayList<>();
        for (Part part : right) {
            if (!(part instanceof Part.Constant constant)) {
                throw unsupported("Anything but values behind 'in'");
            }
            constants.add(constant);
        }
        return new Part.Condition(comparisons.in(value.operand(), constants));
    }

    @Override
    public Part visitUnaryOperator(UnaryOperatorKind operator, Part operand) {
        if (operator == UnaryOperatorKind.NOT) {
            return new Part.Condition(new Filter.Not(condition(operand)));
        }
        if (operand instanceof Part.Constant constant && constant.type() != null) {
            return new Part.Constant(negated(constant.text()), constant.type());
        }
        throw unsupported("Operator '-' here");
    }

    private static String negated(String number) {
        return number.startsWith("-") ? number.substring(1) : "-" + number;
    }

    @Override
    public Part visitMethodCall(MethodKind method, List<Part> parameters) {
        return switch (method) {
            case CONTAINS -> match(TextMatch.Kind.CONTAINS, parameters);
            case STARTSWITH -> match(TextMatch.Kind.STARTS_WITH, parameters);
            case ENDSWITH -> match(TextMatch.Kind.ENDS_WITH, parameters);
            case TOLOWER -> function(TextFunction.Kind.TO_LOWER, parameters);
            case TOUPPER -> function(TextFunction.Kind.TO_UPPER, parameters);
            case TRIM -> function(TextFunction.Kind.TRIM, parameters);
            case LENGTH -> function(TextFunction.Kind.LENGTH, parameters);
            default -> throw unsupported("Function '" + method + "'");
        };
    }

    private Part match(TextMatch.Kind kind, List<Part> parameters) {
        Operand text = comparisons.text(parameters.get(0));
        Operand part = comparisons.text(parameters.get(1));
        if (text instanceof Literal && part instanceof Literal) {
            throw unsupported("A function of values only");
        }
        return new Part.Condition(new TextMatch(kind, text, part));
    }

    private Part function(TextFunction.Kind kind, List<Part> parameters) {
        Operand text = comparisons.text(parameters.get(0));
        if (text instanceof Literal) {
            throw unsupported("A function of values only");
        }
        return new Part.Value(new TextFunction(kind, text));
    }

    @Override
    public Part visitLiteral(org.apache.olingo.server.api.uri.queryoption.expression.Literal literal) {
        return new Part.Constant(literal.getText(), literal.getType());
    }

    @Override
    public Part visitMember(Member member) {
        List<UriResource> path = member.getResourcePath().getUriResourceParts();
        if (path.size() == 1 && path.get(0) instanceof UriResourcePrimitiveProperty property) {
            VirtualColumn column =
                    table.column(property.getProperty().getName()).orElseThrow();
            return new Part.Value(new Operand.Column(column));
        }
        throw unsupported("A path of more than one property");
    }

    private Refused unsupported(String what) {
        return refused(table, what);
    }

    static Refused refused(VirtualTable table, String what) {
        return new Refused(ODataFault.unsupported(
                "%s is not supported in $filter of %s. %s".formatted(what, table.name(), SUPPORTED), "$filter"));
    }

    @Override
    public Part visitLambdaExpression(String function, String variable, Expression expression) {
        throw unsupported("Lambda '" + function + "'");
    }

    @Override
    public Part visitAlias(String name) {
        throw unsupported("Parameter alias '" + name + "'");
    }

    @Override
    public Part visitTypeLiteral(EdmType type) {
        throw unsupported("A type");
    }

    @Override
    public Part visitLambdaReference(String name) {
        throw unsupported("Lambda variable '" + name + "'");
    }

    @Override
    public Part visitEnum(EdmEnumType type, List<String> values) {
        throw unsupported("An enumeration");
    }
}

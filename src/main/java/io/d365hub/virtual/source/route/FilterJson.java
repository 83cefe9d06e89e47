package io.d365hub.virtual.source.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.evaluation.NegationNormalForm;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.source.web.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Filters as routes read them. */
final class FilterJson {

    private static final Map<Filter.TextMatch.Kind, String> MATCHES = Map.of(
            Filter.TextMatch.Kind.CONTAINS, "contains",
            Filter.TextMatch.Kind.STARTS_WITH, "startswith",
            Filter.TextMatch.Kind.ENDS_WITH, "endswith");
    private static final Map<Operand.TextFunction.Kind, String> FUNCTIONS = Map.of(
            Operand.TextFunction.Kind.TO_LOWER, "tolower",
            Operand.TextFunction.Kind.TO_UPPER, "toupper",
            Operand.TextFunction.Kind.TRIM, "trim",
            Operand.TextFunction.Kind.LENGTH, "length");

    private FilterJson() {}

    /**
     * Columns and values that every row has to equal, as far as the filter says so in plain words. Without texts that are compared
     * without regard to case: a route that looked for them as they are written would lose rows.
     */
    static Map<String, Object> equal(Filter filter) {
        Map<String, Object> equal = new LinkedHashMap<>();
        List<Filter> terms = filter instanceof Filter.And and ? and.terms() : List.of(filter);
        for (Filter term : terms) {
            if (term instanceof Filter.Comparison is
                    && is.comparator() == Filter.Comparator.EQ
                    && is.left() instanceof Operand.Column column
                    && is.right() instanceof Operand.Literal literal
                    && literal.value() != null
                    && (column.type() != ColumnType.STRING || column.comparison() == TextComparison.EXACT)) {
                equal.put(column.column().sourceName(), literal.value());
            }
        }
        return equal;
    }

    /** The whole filter, with negations only before terms. */
    static JsonNode tree(Filter filter) {
        return node(NegationNormalForm.of(filter));
    }

    private static JsonNode node(Filter filter) {
        ObjectNode node = Json.object();
        if (filter instanceof Filter.And and) {
            terms(node.putArray("and"), and.terms());
        } else if (filter instanceof Filter.Or or) {
            terms(node.putArray("or"), or.terms());
        } else if (filter instanceof Filter.Not not) {
            node.set("not", node(not.term()));
        } else if (filter instanceof Filter.Comparison comparison) {
            node.putArray(comparison.comparator().name().toLowerCase(Locale.ROOT))
                    .add(operand(comparison.left()))
                    .add(operand(comparison.right()));
        } else if (filter instanceof Filter.TextMatch match) {
            node.putArray(MATCHES.get(match.kind())).add(operand(match.text())).add(operand(match.part()));
        }
        return node;
    }

    private static void terms(ArrayNode array, List<Filter> terms) {
        terms.forEach(term -> array.add(node(term)));
    }

    private static JsonNode operand(Operand operand) {
        ObjectNode node = Json.object();
        if (operand instanceof Operand.Column column) {
            return node.put("column", column.column().sourceName());
        }
        if (operand instanceof Operand.Literal literal) {
            Object value = literal.value();
            boolean asText = value instanceof Instant || value instanceof UUID;
            return node.set("value", Json.of(asText ? value.toString() : value));
        }
        Operand.TextFunction function = (Operand.TextFunction) operand;
        return node.set(FUNCTIONS.get(function.kind()), operand(function.text()));
    }
}

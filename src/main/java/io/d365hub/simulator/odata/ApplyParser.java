package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.Aggregation;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads {@code $apply}: {@code filter(...)/groupby((a,lookup/b),aggregate(c with sum as total,$count as number))}. */
final class ApplyParser {

    private static final Map<String, Aggregation.Method> METHODS = Map.of(
            "sum", Aggregation.Method.SUM,
            "average", Aggregation.Method.AVERAGE,
            "min", Aggregation.Method.MIN,
            "max", Aggregation.Method.MAX);

    private final QueryOptions options;
    private final RowProperties properties;
    private final List<AppliedQuery.Key> keys = new ArrayList<>();
    private final List<AppliedQuery.Sum> sums = new ArrayList<>();
    private Predicate<Row> filter;
    private boolean grouped;

    ApplyParser(QueryContext context, TableDefinition table, QueryOptions options) {
        this.options = options;
        this.properties = new RowProperties(context, table);
        // A filter on what is grouped by finds the same rows before and after grouping.
        this.filter = FilterParser.parse(options, properties);
    }

    void parse() {
        for (String step : Expansions.split(options.get("$apply"), '/')) {
            String inner = inside(step.strip());
            if (grouped) {
                throw refused("Only filter transformations before one groupby or aggregate are supported in $apply.");
            }
            if (step.strip().startsWith("filter(")) {
                filter = filter.and(FilterParser.parse(inner, options, properties));
            } else if (step.strip().startsWith("groupby(")) {
                groupBy(inner);
            } else if (step.strip().startsWith("aggregate(")) {
                aggregate(inner);
            } else {
                throw ApiError.badSyntax();
            }
        }
        if (!grouped) {
            throw refused("$apply without groupby or aggregate is not supported.");
        }
    }

    Predicate<Row> filter() {
        return filter;
    }

    List<AppliedQuery.Key> keys() {
        return keys;
    }

    List<AppliedQuery.Sum> sums() {
        return sums;
    }

    private static String inside(String call) {
        int open = call.indexOf('(');
        if (open < 0 || !call.endsWith(")")) {
            throw ApiError.badSyntax();
        }
        return call.substring(open + 1, call.length() - 1).strip();
    }

    private void groupBy(String text) {
        List<String> parts = Expansions.split(text, ',');
        for (String name : inside(parts.get(0).strip()).split(",", -1)) {
            keys.add(key(name.strip()));
        }
        if (parts.size() > 2 || (parts.size() == 2 && !parts.get(1).strip().startsWith("aggregate("))) {
            throw ApiError.badSyntax();
        }
        grouped = true;
        if (parts.size() == 2) {
            aggregate(inside(parts.get(1).strip()));
        }
    }

    private AppliedQuery.Key key(String path) {
        RowProperty property = properties.apply(path);
        ColumnType type = property.column().type();
        if (type == ColumnType.DATE || type == ColumnType.DATE_TIME) {
            throw refused("Grouping by the date column '" + path + "' is not supported.");
        }
        String name = property.column().propertyName();
        return new AppliedQuery.Key(
                path, property.way().isEmpty() ? name : property.table().logicalName() + "_" + name, property);
    }

    private void aggregate(String text) {
        grouped = true;
        for (String item : Expansions.split(text, ',')) {
            String[] words = item.strip().split("\\s+", -1);
            if (words.length == 3 && words[0].equals("$count") && words[1].equals("as")) {
                sums.add(new AppliedQuery.Sum(words[2], Aggregation.Method.COUNT, null));
            } else if (words.length == 5 && words[1].equals("with") && words[3].equals("as")) {
                RowProperty property = properties.apply(words[0]);
                sums.add(new AppliedQuery.Sum(words[4], method(words[2], property), property));
            } else {
                throw ApiError.badSyntax();
            }
        }
    }

    private static Aggregation.Method method(String name, RowProperty property) {
        Aggregation.Method method = METHODS.get(name);
        if (method == null) {
            throw refused("The aggregation method '" + name + "' is not supported.");
        }
        if (!method.takes(property.column().type())) {
            throw refused("The aggregation method '" + name + "' is for numbers only, not for '"
                    + property.column().propertyName() + "'.");
        }
        return method;
    }

    private static ApiError refused(String why) {
        return new ApiError(ErrorCode.MALFORMED_REQUEST, why);
    }
}

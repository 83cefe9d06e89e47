package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Literal;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.QueryOptions;
import java.util.ArrayList;
import java.util.List;

/** The points of a key in a URL about which public sources say too little: aliases, order, quoted values. */
final class KeyDialect {

    private final Dialect dialect;

    KeyDialect(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The arguments of a key, as this dialect reads them. */
    List<PathSegment.Argument> arguments(TableDefinition table, PathSegment segment, ApiRequest request) {
        List<PathSegment.Argument> arguments = segment.arguments();
        if (dialect.keyOrderMatters() && arguments.size() > 1) {
            refuseAnotherOrder(table, arguments);
        }
        if (!dialect.keyAliases() && !dialect.quotedKeyValues()) {
            return arguments;
        }
        QueryOptions options = QueryOptions.parse(request.query());
        List<PathSegment.Argument> read = new ArrayList<>(arguments.size());
        for (PathSegment.Argument argument : arguments) {
            Literal value = argument.value();
            if (dialect.keyAliases() && value.kind() == Literal.Kind.ALIAS) {
                value = aliased(options.get(value.text()));
            }
            if (dialect.quotedKeyValues() && value.kind() == Literal.Kind.QUOTED && !isText(table, argument.name())) {
                value = new Literal(Literal.Kind.BARE, value.text());
            }
            read.add(new PathSegment.Argument(argument.name(), value));
        }
        return read;
    }

    /** Refuses {@code partitionId} where it would be obeyed: no table has partitions. Writes ignore it. */
    void refusePartition(ApiRequest request) {
        boolean obeyed = request.method().equals("GET") || request.method().equals("DELETE");
        if (!obeyed || dialect.ignoredPartitionId() || request.query() == null) {
            return;
        }
        QueryOptions options = QueryOptions.parse(request.query());
        if (options.has("partitionId") || options.has("partitionid")) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "The query parameter partitionId is only supported for tables of type Elastic.");
        }
    }

    private static boolean isText(TableDefinition table, String property) {
        return property == null
                || table.property(property) == null
                || table.property(property).type().isText();
    }

    private static Literal aliased(String text) {
        if (text == null) {
            throw ApiError.badSyntax();
        }
        return text.length() > 1 && text.startsWith("'") && text.endsWith("'")
                ? new Literal(
                        Literal.Kind.QUOTED,
                        text.substring(1, text.length() - 1).replace("''", "'"))
                : new Literal(Literal.Kind.BARE, text);
    }

    private static void refuseAnotherOrder(TableDefinition table, List<PathSegment.Argument> arguments) {
        List<String> names = new ArrayList<>();
        arguments.forEach(argument -> names.add(argument.name()));
        AlternateKey key = table.activeKey(names).orElse(null);
        if (key != null
                && !key.columns().stream()
                        .map(column -> column.propertyName())
                        .toList()
                        .equals(names)) {
            throw new ApiError(ErrorCode.INVALID_KEY, "The columns of the key are not named in their declared order.");
        }
    }
}

package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How a request names one row: by primary key, or by an alternate key.
 *
 * @param table the row's table
 * @param id the primary key, null when {@code key} is given
 * @param key the alternate key, null when {@code id} is given
 * @param keyValues in the order of the key's columns
 */
public record RowAddress(TableDefinition table, UUID id, AlternateKey key, List<Object> keyValues) {

    public static RowAddress of(TableDefinition table, UUID id) {
        return new RowAddress(table, id, null, List.of());
    }

    /** The address in a segment such as {@code accounts(accountnumber='C-1')}. */
    public static RowAddress parse(TableDefinition table, List<PathSegment.Argument> arguments) {
        if (arguments.size() == 1) {
            PathSegment.Argument only = arguments.get(0);
            boolean bare = only.value().kind() == Literal.Kind.BARE;
            if (bare && (only.name() == null || only.name().equals(primaryKeyName(table)))) {
                UUID id = Values.uuid(only.value().text());
                if (id != null) {
                    return of(table, id);
                }
                throw only.name() == null ? ApiError.badSyntax() : invalidKey(table);
            }
        }
        List<String> names = new ArrayList<>(arguments.size());
        for (PathSegment.Argument argument : arguments) {
            if (argument.name() == null || argument.value().kind() == Literal.Kind.ALIAS) {
                throw argument.name() == null ? invalidKey(table) : ApiError.badSyntax();
            }
            names.add(argument.name());
        }
        AlternateKey key = table.activeKey(names).orElseThrow(() -> invalidKey(table));
        List<Object> values = new ArrayList<>(names.size());
        for (ColumnDefinition column : key.columns()) {
            Literal literal =
                    arguments.get(names.indexOf(column.propertyName())).value();
            Object value = Values.of(literal, column);
            if (value == null) {
                throw ApiError.badSyntax();
            }
            values.add(value);
        }
        return new RowAddress(table, null, key, values);
    }

    /** Users are principals, whose key is {@code ownerid}. */
    private static String primaryKeyName(TableDefinition table) {
        return table.logicalName().equals("systemuser")
                ? "ownerid"
                : table.primaryId().logicalName();
    }

    private static ApiError invalidKey(TableDefinition table) {
        String resource = "'" + table.typeName() + "'";
        return new ApiError(
                ErrorCode.INVALID_KEY,
                "The key in the request URI is not valid for resource " + resource
                        + ". Ensure that the names and number of key properties match the declared or alternate key"
                        + " properties for the resource " + resource + ".");
    }

    /** The relative URL, as answers give it. */
    public String url() {
        StringBuilder url = new StringBuilder(table.entitySetName()).append('(');
        if (id != null) {
            return url.append(id).append(')').toString();
        }
        for (int i = 0; i < keyValues.size(); i++) {
            ColumnDefinition column = key.columns().get(i);
            url.append(i == 0 ? "" : ",").append(column.propertyName()).append('=');
            String text = Values.text(keyValues.get(i));
            url.append(
                    column.type().isText()
                            ? "'" + PercentCoding.encodeKeyValue(text.replace("'", "''")) + "'"
                            : PercentCoding.encodeKeyValue(text));
        }
        return url.append(')').toString();
    }

    /** Whether the key, or one of its values, contains this text. */
    public boolean mentions(String text) {
        return id != null
                ? id.toString().contains(text)
                : keyValues.stream().anyMatch(value -> Values.text(value).contains(text));
    }

    /** The error of a row that is not there. */
    public ApiError notFound() {
        return id != null
                ? new ApiError(
                        ErrorCode.OBJECT_DOES_NOT_EXIST,
                        "Entity '" + table.logicalName() + "' With Id = " + id + " Does Not Exist")
                : new ApiError(
                        ErrorCode.RECORD_NOT_FOUND_BY_KEY,
                        "A record with the specified key values does not exist in " + table.logicalName() + " entity");
    }
}

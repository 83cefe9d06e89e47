package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.AlternateKey.IndexStatus;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Creates, deletes and reactivates alternate keys. */
final class KeyWrites {

    private static final int MOST_KEYS = 10;
    private static final int MOST_COLUMNS = 16;
    private static final int MOST_BYTES = 900;

    private final KeyJobs jobs;

    KeyWrites(KeyJobs jobs) {
        this.jobs = jobs;
    }

    /** The model with a new key in the place of {@code table}, whose job is started. */
    ModelSnapshot create(ModelSnapshot model, TableDefinition table, Definition definition, UUID id) {
        String schemaName = definition.customSchemaName();
        List<ColumnDefinition> columns = columns(table, definition.texts("KeyAttributes"));
        refuse(table, schemaName, columns);
        AlternateKey key = new AlternateKey(
                id,
                schemaName,
                definition.label("DisplayName", Label.of(schemaName)).text(),
                columns,
                IndexStatus.PENDING);
        List<AlternateKey> keys = new ArrayList<>(table.keys());
        keys.add(key);
        jobs.start(key);
        return model.with(table.withKeys(keys));
    }

    private static List<ColumnDefinition> columns(TableDefinition table, List<String> names) {
        if (names.isEmpty()) {
            throw Definition.invalid("Required field 'KeyAttributes' is missing.");
        }
        List<ColumnDefinition> columns = new ArrayList<>();
        for (String name : names) {
            ColumnDefinition column = table.column(name.toLowerCase(Locale.ROOT));
            if (column == null) {
                throw Definition.invalid("The entity '" + table + "' has no attribute '" + name + "'.");
            }
            if (bytes(column) == 0) {
                throw Definition.invalid("The attribute '" + name + "' of the type "
                        + column.type().attributeType() + " cannot be part of an alternate key.");
            }
            columns.add(column);
        }
        return columns;
    }

    private static void refuse(TableDefinition table, String schemaName, List<ColumnDefinition> columns) {
        for (AlternateKey key : table.keys()) {
            if (key.schemaName().equalsIgnoreCase(schemaName)) {
                throw new ApiError(
                        ErrorCode.KEY_NAME_EXISTS,
                        "An entity key with the name " + schemaName + " already exists on entity " + table + ".");
            }
            if (new HashSet<>(key.columns()).equals(new HashSet<>(columns))) {
                throw new ApiError(
                        ErrorCode.KEY_COLUMNS_EXIST,
                        "An entity key with the same attributes already exists on entity " + table + ": "
                                + key.schemaName() + ".");
            }
        }
        if (table.keys().size() >= MOST_KEYS) {
            throw Definition.invalid("The entity '" + table + "' has " + MOST_KEYS + " keys, which is the most.");
        }
        int bytes = columns.stream().mapToInt(KeyWrites::bytes).sum();
        if (columns.size() > MOST_COLUMNS || bytes > MOST_BYTES) {
            throw new ApiError(
                    ErrorCode.KEY_TOO_LARGE,
                    "The key '" + schemaName + "' has " + columns.size() + " columns and " + bytes
                            + " bytes; an index takes at most " + MOST_COLUMNS + " columns and " + MOST_BYTES
                            + " bytes.");
        }
    }

    /** What a column adds to an index; 0 for types that cannot be in one. Texts take two bytes for each character. */
    private static int bytes(ColumnDefinition column) {
        return switch (column.type()) {
            case TEXT -> 2 * column.maxLength();
            case INTEGER, CHOICE -> Integer.BYTES;
            case DATE, DATE_TIME -> Long.BYTES;
            case DECIMAL -> 13;
            case LOOKUP, CUSTOMER, OWNER -> 2 * Long.BYTES;
            default -> 0;
        };
    }

    static ModelSnapshot delete(ModelSnapshot model, TableDefinition table, AlternateKey key) {
        return model.with(table.withKeys(
                table.keys().stream().filter(other -> !other.equals(key)).toList()));
    }

    /** Builds the index of a failed key again. */
    ModelSnapshot reactivate(ModelSnapshot model, TableDefinition table, AlternateKey key) {
        if (key.indexStatus() != IndexStatus.FAILED) {
            throw new ApiError(
                    ErrorCode.KEY_NOT_FAILED,
                    "Entity key " + key.schemaName() + " cannot be reactivated: its index is "
                            + key.indexStatus().text() + ", not Failed.");
        }
        AlternateKey again = key.with(IndexStatus.PENDING);
        jobs.start(again);
        return model.with(table.withKeys(table.keys().stream()
                .map(other -> other.equals(key) ? again : other)
                .toList()));
    }
}

package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.GlobalChoice;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Writes metadata. Each method is one change, made whole or not at all; those that create answer the new thing's
 * address, relative to the service root.
 */
public final class SchemaWriter {

    private final Schema schema;
    private final KeyWrites keys;

    public SchemaWriter(Schema schema) {
        this.schema = schema;
        this.keys = new KeyWrites(schema.keyJobs());
    }

    public String createTable(Definition definition) {
        UUID id = UUID.randomUUID();
        schema.change(model -> TableWrites.create(model, definition, id));
        return "EntityDefinitions(" + id + ")";
    }

    /** Creates all these tables, or none. */
    public List<UUID> createTables(List<Definition> definitions) {
        List<UUID> ids =
                definitions.stream().map(definition -> UUID.randomUUID()).toList();
        schema.change(model -> {
            ModelSnapshot changed = model;
            for (int i = 0; i < ids.size(); i++) {
                changed = TableWrites.create(changed, definitions.get(i), ids.get(i));
            }
            return changed;
        });
        return ids;
    }

    /** {@code merge}: labels in languages that the definition does not have stay. */
    public void updateTable(Selector table, Definition definition, boolean merge) {
        schema.change(model -> TableWrites.update(model, table(model, table), definition, merge));
    }

    public void deleteTable(Selector table) {
        schema.change(model -> TableWrites.delete(model, table(model, table)));
    }

    public String createColumn(Selector table, Definition definition) {
        UUID id = UUID.randomUUID();
        ModelSnapshot changed =
                schema.change(model -> TableWrites.createColumn(model, table(model, table), definition, id));
        return "EntityDefinitions(" + table(changed, table).metadataId() + ")/Attributes(" + id + ")";
    }

    /** {@code merge}: labels in languages that the definition does not have stay. */
    public void updateColumn(Selector table, Selector column, Definition definition, boolean merge) {
        schema.change(model -> {
            TableDefinition found = table(model, table);
            return TableWrites.updateColumn(model, found, column(found, column), definition, merge);
        });
    }

    public void deleteColumn(Selector table, Selector column) {
        schema.change(model -> {
            TableDefinition found = table(model, table);
            return TableWrites.deleteColumn(model, found, column(found, column));
        });
    }

    /**
     * Creates a key, and returns its address.
     *
     * @param byTableId whether the address has the table's id too; otherwise only the key's, because a client reads the first
     *     one that it finds
     */
    public String createKey(Selector table, Definition definition, boolean byTableId) {
        UUID id = UUID.randomUUID();
        ModelSnapshot changed = schema.change(model -> keys.create(model, table(model, table), definition, id));
        TableDefinition keyed = table(changed, table);
        String selected = byTableId ? keyed.metadataId().toString() : "LogicalName='" + keyed.logicalName() + "'";
        return "EntityDefinitions(" + selected + ")/Keys(" + id + ")";
    }

    public void deleteKey(Selector table, Selector key) {
        schema.change(model -> {
            TableDefinition found = table(model, table);
            return KeyWrites.delete(model, found, key(found, key));
        });
    }

    /** {@code ReactivateEntityKey}. */
    public void reactivateKey(String table, String key) {
        schema.change(model -> {
            TableDefinition found = table(model, new Selector("LogicalName", table));
            return keys.reactivate(model, found, key(found, new Selector("LogicalName", key)));
        });
    }

    /** {@code shared}: a lookup that is there already leads to one table more. */
    public String createRelationship(Definition definition, boolean shared) {
        schema.change(model -> RelationshipWrites.create(model, definition, shared));
        String schemaName = definition.required("SchemaName");
        for (Map<String, Object> relationship : schema.catalog().root("RelationshipDefinitions")) {
            if (schemaName.equals(relationship.get("SchemaName"))) {
                return "RelationshipDefinitions(" + relationship.get("MetadataId") + ")";
            }
        }
        throw new IllegalStateException("the relationship " + schemaName + " is gone already");
    }

    public void updateRelationship(String schemaName, Definition definition) {
        schema.change(model -> RelationshipWrites.update(model, schemaName, definition));
    }

    public void deleteRelationship(String schemaName) {
        schema.change(model -> RelationshipWrites.delete(model, schemaName));
        schema.clearLostLookups();
    }

    public String createChoice(Definition definition) {
        UUID id = UUID.randomUUID();
        schema.change(model -> ChoiceWrites.create(model, definition, id));
        return "GlobalOptionSetDefinitions(" + id + ")";
    }

    public void updateChoice(Selector choice, Definition definition) {
        schema.change(model -> ChoiceWrites.update(model, choice(model, choice), definition));
    }

    public void deleteChoice(Selector choice) {
        schema.change(model -> ChoiceWrites.delete(model, choice(model, choice)));
    }

    /** Adds an option and answers its value. */
    public int insertOption(Definition parameters) {
        int[] value = new int[1];
        schema.change(model -> ChoiceWrites.insertOption(model, parameters, value));
        return value[0];
    }

    /**
     * How a client names one of several definitions.
     *
     * @param member {@code MetadataId}, {@code LogicalName}, {@code Name} or {@code SchemaName}
     * @param value what it must be
     */
    public record Selector(String member, String value) {

        private boolean matches(UUID id, String logicalName, String schemaName) {
            return switch (member) {
                case "MetadataId" -> id.toString().equalsIgnoreCase(value);
                case "SchemaName" -> schemaName.equals(value);
                default -> logicalName.equals(value);
            };
        }
    }

    private static TableDefinition table(ModelSnapshot model, Selector selector) {
        return one(
                model.tables(),
                table -> selector.matches(
                        table.metadataId(), table.logicalName(), table.names().schemaName()),
                "entity",
                selector);
    }

    private static ColumnDefinition column(TableDefinition table, Selector selector) {
        return one(
                table.columns(),
                column -> selector.matches(column.metadataId(), column.logicalName(), column.schemaName()),
                "attribute",
                selector);
    }

    private static AlternateKey key(TableDefinition table, Selector selector) {
        return one(
                table.keys(),
                key -> selector.matches(key.metadataId(), key.logicalName(), key.schemaName()),
                "entity key",
                selector);
    }

    private static GlobalChoice choice(ModelSnapshot model, Selector selector) {
        return one(
                model.globalChoices(),
                choice -> selector.matches(choice.metadataId(), choice.name(), choice.name()),
                "global choice",
                selector);
    }

    private static <T> T one(Iterable<T> items, Predicate<T> wanted, String kind, Selector selector) {
        for (T item : items) {
            if (wanted.test(item)) {
                return item;
            }
        }
        throw new ApiError(
                ErrorCode.OBJECT_DOES_NOT_EXIST,
                "Could not find an " + kind + " with " + selector.member() + " = '" + selector.value() + "'.");
    }
}

package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.BaseAmount;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnDraft;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.DeleteRule;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableBuilder;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.model.TableNames;
import io.d365hub.simulator.model.TableTraits;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Creates, changes and deletes tables and columns. */
final class TableWrites {

    private TableWrites() {}

    static ModelSnapshot create(ModelSnapshot model, Definition definition, UUID id) {
        String schemaName = definition.customSchemaName();
        String logicalName = schemaName.toLowerCase(Locale.ROOT);
        if (model.table(logicalName) != null) {
            throw Definition.invalid("An entity with the specified name " + logicalName + " already exists.");
        }
        requireMember(definition, "HasNotes");
        requireMember(definition, "HasActivities");
        List<ColumnDraft> columns = new ArrayList<>();
        ColumnDraft primaryName = null;
        ColumnReader reader = new ColumnReader(model);
        for (Definition attribute : definition.list("Attributes")) {
            ColumnDraft column = reader.read(attribute);
            if (attribute.flag("IsPrimaryName", false)) {
                primaryName = column;
            }
            columns.add(column);
        }
        if (primaryName == null) {
            throw Definition.invalid("The payload of the entity '" + schemaName
                    + "' needs one string attribute in 'Attributes' with 'IsPrimaryName' true.");
        }
        TableNames names = new TableNames(
                logicalName,
                schemaName,
                entitySetName(model, definition, logicalName),
                definition.label("DisplayName", Label.of(schemaName)),
                primaryName.logicalName(),
                nextTypeCode(model));
        TableBuilder builder = TableBuilder.table(names).traits(traits(definition, TableTraits.STANDARD));
        builder.activeInactive();
        if ("OrganizationOwned".equals(definition.text("OwnershipType"))) {
            builder.stamped();
        } else {
            builder.audited();
        }
        TableDefinition table = builder.build().withMetadataId(id);
        for (ColumnDraft column : columns) {
            table = withColumn(model, table, column);
        }
        return model.with(table);
    }

    private static void requireMember(Definition definition, String name) {
        if (!definition.has(name)) {
            throw Definition.invalid("Required field '" + name + "' is missing.");
        }
    }

    private static String entitySetName(ModelSnapshot model, Definition definition, String logicalName) {
        String given = definition.text("EntitySetName");
        String name = given == null || given.isBlank() ? Plural.of(logicalName) : given;
        if (model.byEntitySet(name) != null) {
            throw Definition.invalid("An entity with the entity set name " + name + " already exists.");
        }
        return name;
    }

    static int nextTypeCode(ModelSnapshot model) {
        return 1
                + model.tables().stream()
                        .mapToInt(table -> table.names().objectTypeCode())
                        .filter(code -> code >= TableNames.FIRST_CUSTOM_TYPE_CODE)
                        .max()
                        .orElse(TableNames.FIRST_CUSTOM_TYPE_CODE);
    }

    private static TableTraits traits(Definition definition, TableTraits old) {
        return new TableTraits(
                definition.label("DisplayCollectionName", old.displayCollectionName()),
                definition.label("Description", old.description()),
                definition.flag("HasActivities", old.hasActivities()),
                definition.flag("HasNotes", old.hasNotes()),
                definition.flag("ChangeTrackingEnabled", old.changeTracking()),
                old.intersect(),
                old.isPrivate());
    }

    /** Takes what a definition says over; what it does not say stays. */
    static ModelSnapshot update(ModelSnapshot model, TableDefinition table, Definition definition, boolean merge) {
        TableNames old = table.names();
        Label label = definition.label("DisplayName", old.label());
        String set = definition.text("EntitySetName");
        boolean renamed = set != null && !set.equals(old.entitySetName());
        TableNames names = new TableNames(
                old.logicalName(),
                old.schemaName(),
                renamed ? entitySetName(model, definition, old.logicalName()) : old.entitySetName(),
                merge ? old.label().mergedWith(label) : label,
                old.primaryName(),
                old.objectTypeCode());
        return model.with(table.with(names, traits(definition, table.traits())));
    }

    static ModelSnapshot delete(ModelSnapshot model, TableDefinition table) {
        if (!table.names().custom()) {
            throw cannotDelete("Entity", table.logicalName(), "it is a system entity");
        }
        model.manyToMany().stream()
                .filter(relationship -> relationship.involves(table.logicalName()))
                .findFirst()
                .ifPresent(relationship -> {
                    throw cannotDelete(
                            "Entity",
                            table.logicalName(),
                            "it is referenced by the relationship " + relationship.schemaName());
                });
        for (TableDefinition other : model.tables()) {
            for (ColumnDefinition column : other.columns()) {
                if (other != table && column.target(table.logicalName()).isPresent()) {
                    throw cannotDelete(
                            "Entity",
                            table.logicalName(),
                            "it is referenced by the attribute " + column + " of " + other);
                }
            }
        }
        return model.without(table);
    }

    static ModelSnapshot createColumn(ModelSnapshot model, TableDefinition table, Definition definition, UUID id) {
        ColumnDraft draft = new ColumnReader(model).read(definition).metadataId(id);
        if (definition.type().equals("LookupAttributeMetadata")) {
            throw Definition.invalid("A lookup attribute is created with its relationship: POST"
                    + " RelationshipDefinitions with a 'Lookup'.");
        }
        return model.with(withColumn(model, table, draft));
    }

    /** With a new column, and with those that the service adds to it. */
    static TableDefinition withColumn(ModelSnapshot model, TableDefinition table, ColumnDraft draft) {
        String logicalName = draft.logicalName();
        if (table.column(logicalName) != null) {
            throw new ApiError(
                    ErrorCode.COLUMN_EXISTS,
                    "Attribute with logical name " + logicalName + " already exists on entity " + table + ".");
        }
        TableDefinition changed = table.with(draft);
        boolean money = changed.column(logicalName).type() == ColumnType.MONEY;
        if (money) {
            changed = withBaseAmount(changed, changed.column(logicalName));
        }
        for (ColumnDraft companion : FileCompanions.of(changed.column(logicalName))) {
            changed = changed.with(companion);
        }
        if (money && table.column("transactioncurrencyid") == null && model.table("transactioncurrency") != null) {
            NavigationProperty currency = new NavigationProperty(
                    "transactioncurrencyid",
                    "transactioncurrency",
                    "transactioncurrency_" + table.logicalName(),
                    DeleteRule.RESTRICT);
            changed =
                    changed.with(ColumnDraft.custom("transactioncurrencyid", "TransactionCurrencyId", ColumnType.LOOKUP)
                            .targets(List.of(currency)));
        }
        return changed;
    }

    private static TableDefinition withBaseAmount(TableDefinition table, ColumnDefinition amount) {
        TableDefinition changed = table.with(ColumnDraft.custom(
                        BaseAmount.columnOf(amount.logicalName()),
                        BaseAmount.columnOf(amount.schemaName()),
                        ColumnType.MONEY)
                .range(amount.minimum(), amount.maximum(), amount.precision())
                .readOnly());
        return changed.column(BaseAmount.EXCHANGE_RATE) != null
                ? changed
                : changed.with(ColumnDraft.custom(BaseAmount.EXCHANGE_RATE, "ExchangeRate", ColumnType.DECIMAL)
                        .range(new BigDecimal("0.0000000001"), new BigDecimal("100000000000"), 10)
                        .readOnly());
    }

    /** Takes labels, the required level, lengths and ranges over. */
    static ModelSnapshot updateColumn(
            ModelSnapshot model, TableDefinition table, ColumnDefinition column, Definition definition, boolean merge) {
        Label displayName = definition.label("DisplayName", column.displayName());
        Label description = definition.label("Description", column.description());
        ColumnDraft draft = ColumnDraft.of(column)
                .displayName(merge ? column.displayName().mergedWith(displayName) : displayName)
                .description(merge ? column.description().mergedWith(description) : description)
                .maxLength(definition.number("MaxLength", column.maxLength()));
        if (definition.has("RequiredLevel")) {
            draft.required(ColumnReader.required(definition));
        }
        if (column.minimum() != null) {
            draft.range(
                    definition.decimal("MinValue", column.minimum().toPlainString()),
                    definition.decimal("MaxValue", column.maximum().toPlainString()),
                    definition.number("Precision", column.precision()));
        }
        return model.with(table.replacing(draft));
    }

    static ModelSnapshot deleteColumn(ModelSnapshot model, TableDefinition table, ColumnDefinition column) {
        if (!column.custom() || column == table.primaryName()) {
            throw cannotDelete(
                    "Attribute",
                    column.logicalName(),
                    column.custom() ? "it is the primary name" : "it is a system attribute");
        }
        table.keys().stream()
                .filter(key -> key.columns().contains(column))
                .findFirst()
                .ifPresent(key -> {
                    throw cannotDelete(
                            "Attribute", column.logicalName(), "it is referenced by the key " + key.schemaName());
                });
        ColumnDefinition base =
                column.type() == ColumnType.MONEY ? table.column(BaseAmount.columnOf(column.logicalName())) : null;
        TableDefinition left = table.without(column);
        for (ColumnDraft companion : FileCompanions.of(column)) {
            left = left.without(left.column(companion.logicalName()));
        }
        return model.with(base == null ? left : left.without(base));
    }

    /** The error of something that others need. */
    static ApiError cannotDelete(String kind, String name, String reason) {
        return new ApiError(
                ErrorCode.CANNOT_DELETE_COMPONENT,
                "The " + kind + "(" + name + ") component cannot be deleted because " + reason + ".");
    }
}

package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnDraft;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.DeleteRule;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ManyToMany;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableBuilder;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.model.TableNames;
import io.d365hub.simulator.model.TableTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Creates and deletes relationships: one-to-many with their lookup, many-to-many with their table of links. */
final class RelationshipWrites {

    private RelationshipWrites() {}

    /**
     * With a new relationship.
     *
     * @param shared whether its lookup may be one that is there already, which then leads to one table more
     */
    static ModelSnapshot create(ModelSnapshot model, Definition definition, boolean shared) {
        return switch (definition.type()) {
            case "OneToManyRelationshipMetadata" -> oneToMany(model, definition, shared);
            case "ManyToManyRelationshipMetadata" -> manyToMany(model, definition);
            default ->
                throw Definition.invalid("The payload of a relationship must name its type in '@odata.type':"
                        + " Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata or"
                        + " Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata.");
        };
    }

    private static ModelSnapshot oneToMany(ModelSnapshot model, Definition definition, boolean shared) {
        String schemaName = uniqueName(model, definition);
        TableDefinition referencing = table(model, definition.required("ReferencingEntity"));
        TableDefinition referenced = table(model, definition.required("ReferencedEntity"));
        Definition lookup = definition.nested("Lookup");
        String lookupName = lookup.customSchemaName();
        String ownNavigation = definition.text("ReferencingEntityNavigationPropertyName");
        String wayBack = definition.text("ReferencedEntityNavigationPropertyName");
        ColumnDefinition known = referencing.column(lookupName.toLowerCase(Locale.ROOT));
        boolean further = shared && takes(known, referenced);
        String usualName = further ? lookupName + "_" + referenced.logicalName() : lookupName;
        NavigationProperty property = new NavigationProperty(
                ownNavigation == null ? usualName : ownNavigation,
                referenced.logicalName(),
                wayBack == null ? schemaName : wayBack,
                deleteRule(definition.nested("CascadeConfiguration").text("Delete")));
        if (further) {
            if (referencing.navigation(property.name()) != null) {
                throw Definition.invalid("A navigation property '" + property.name() + "' already exists on the entity "
                        + referencing + ".");
            }
            List<NavigationProperty> targets = new ArrayList<>(known.targets());
            targets.add(property);
            return model.with(referencing.replacing(ColumnDraft.of(known).targets(targets)));
        }
        ColumnDraft column = ColumnDraft.custom(lookupName.toLowerCase(Locale.ROOT), lookupName, ColumnType.LOOKUP)
                .displayName(lookup.label("DisplayName", Label.of(lookupName)))
                .description(lookup.label("Description"))
                .required(ColumnReader.required(lookup))
                .targets(List.of(property));
        return model.with(TableWrites.withColumn(model, referencing, column));
    }

    /** Whether a column is a custom lookup that does not lead to this table yet. */
    private static boolean takes(ColumnDefinition column, TableDefinition target) {
        return column != null
                && column.custom()
                && column.type() == ColumnType.LOOKUP
                && column.target(target.logicalName()).isEmpty();
    }

    private static DeleteRule deleteRule(String text) {
        for (DeleteRule rule : DeleteRule.values()) {
            if (rule.text().equals(text)) {
                return rule;
            }
        }
        return DeleteRule.REMOVE_LINK;
    }

    private static ModelSnapshot manyToMany(ModelSnapshot model, Definition definition) {
        String schemaName = uniqueName(model, definition);
        TableDefinition first = table(model, definition.required("Entity1LogicalName"));
        TableDefinition second = table(model, definition.required("Entity2LogicalName"));
        String intersect = definition.text("IntersectEntityName");
        String intersectName = (intersect == null ? schemaName : intersect).toLowerCase(Locale.ROOT);
        if (model.table(intersectName) != null) {
            throw Definition.invalid("An entity with the specified name " + intersectName + " already exists.");
        }
        boolean same = first.logicalName().equals(second.logicalName());
        String firstColumn = first.primaryId().logicalName() + (same ? "one" : "");
        String secondColumn = second.primaryId().logicalName() + (same ? "two" : "");
        TableNames names = new TableNames(
                intersectName,
                intersect == null ? schemaName : intersect,
                Plural.of(intersectName),
                schemaName,
                intersectName + "id",
                TableWrites.nextTypeCode(model));
        TableDefinition links = TableBuilder.table(names)
                .traits(TableTraits.INTERSECT)
                .lookup(firstColumn, first.logicalName(), schemaName + "_" + firstColumn, DeleteRule.CASCADE)
                .lookup(secondColumn, second.logicalName(), schemaName + "_" + secondColumn, DeleteRule.CASCADE)
                .key(schemaName + "_key", schemaName, firstColumn, secondColumn)
                .build()
                .withMetadataId(UUID.randomUUID());
        String firstNavigation = definition.text("Entity1NavigationPropertyName");
        String secondNavigation = definition.text("Entity2NavigationPropertyName");
        return model.with(links)
                .with(new ManyToMany(
                        schemaName,
                        intersectName,
                        new ManyToMany.Side(
                                first.logicalName(),
                                firstColumn,
                                firstNavigation == null ? schemaName : firstNavigation),
                        new ManyToMany.Side(
                                second.logicalName(),
                                secondColumn,
                                secondNavigation == null ? schemaName : secondNavigation)));
    }

    private static String uniqueName(ModelSnapshot model, Definition definition) {
        String schemaName = definition.customSchemaName();
        boolean taken =
                model.manyToMany().stream().anyMatch(other -> other.schemaName().equalsIgnoreCase(schemaName))
                        || model.tables().stream()
                                .flatMap(table -> table.columns().stream())
                                .flatMap(column -> column.targets().stream())
                                .anyMatch(target -> target.collectionName().equalsIgnoreCase(schemaName));
        if (taken) {
            throw Definition.invalid("A relationship with the schema name " + schemaName + " already exists.");
        }
        return schemaName;
    }

    private static TableDefinition table(ModelSnapshot model, String name) {
        TableDefinition table = model.table(name.toLowerCase(Locale.ROOT));
        if (table == null) {
            throw Definition.invalid("Could not find an entity with the name '" + name + "'.");
        }
        return table;
    }

    /** Takes over what happens on a delete; nothing else that is kept of a relationship can be changed. */
    static ModelSnapshot update(ModelSnapshot model, String schemaName, Definition definition) {
        String onDelete = definition.nested("CascadeConfiguration").text("Delete");
        ModelSnapshot changed = model;
        for (TableDefinition table : model.tables()) {
            for (ColumnDefinition column : table.columns()) {
                boolean concerned = column.targets().stream()
                        .anyMatch(target -> target.collectionName().equals(schemaName));
                if (concerned && onDelete != null) {
                    List<NavigationProperty> targets = column.targets().stream()
                            .map(target -> target.collectionName().equals(schemaName)
                                    ? new NavigationProperty(
                                            target.name(),
                                            target.target(),
                                            target.collectionName(),
                                            deleteRule(onDelete))
                                    : target)
                            .toList();
                    changed =
                            changed.with(table.replacing(ColumnDraft.of(column).targets(targets)));
                }
            }
        }
        return changed;
    }

    /**
     * Deletes the relationship with this schema name, with its table of links or with its lookup; a lookup that leads to
     * other tables too stays.
     */
    static ModelSnapshot delete(ModelSnapshot model, String schemaName) {
        for (ManyToMany relationship : model.manyToMany()) {
            if (relationship.schemaName().equals(schemaName)) {
                if (!model.table(relationship.intersect()).names().custom()) {
                    throw TableWrites.cannotDelete("Relationship", schemaName, "it is a system relationship");
                }
                return model.without(relationship).without(model.table(relationship.intersect()));
            }
        }
        for (TableDefinition table : model.tables()) {
            for (ColumnDefinition column : table.columns()) {
                List<NavigationProperty> left = column.targets().stream()
                        .filter(target -> !target.collectionName().equals(schemaName))
                        .toList();
                if (left.size() < column.targets().size()) {
                    return left.isEmpty() || !column.custom()
                            ? TableWrites.deleteColumn(model, table, column)
                            : model.with(table.replacing(ColumnDraft.of(column).targets(left)));
                }
            }
        }
        return model;
    }
}

package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.model.TableNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The model as the tree that {@code EntityDefinitions} shows. Immutable once made; made anew for each model. */
final class MetadataCatalog {

    private final List<Map<String, Object>> tables = new ArrayList<>();

    MetadataCatalog(DataModel model) {
        for (TableDefinition table : model.tables()) {
            tables.add(table(model, table));
        }
    }

    /** All tables with everything below them. */
    List<Map<String, Object>> tables() {
        return tables;
    }

    private static Map<String, Object> table(DataModel model, TableDefinition table) {
        TableNames names = table.names();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("MetadataId", id("table", table.logicalName()));
        map.put("LogicalName", table.logicalName());
        map.put("SchemaName", names.schemaName());
        map.put("EntitySetName", table.entitySetName());
        map.put("LogicalCollectionName", table.entitySetName());
        map.put("CollectionSchemaName", names.schemaName() + "s");
        map.put("PrimaryIdAttribute", table.primaryId().logicalName());
        map.put("PrimaryNameAttribute", names.primaryName());
        map.put("ObjectTypeCode", names.objectTypeCode());
        map.put("IsCustomEntity", names.custom());
        map.put("IsPrivate", false);
        map.put("IsActivity", false);
        map.put("IsIntersect", false);
        map.put("IsManaged", !names.custom());
        map.put("ChangeTrackingEnabled", table.traits().changeTracking());
        map.put("IsOptimisticConcurrencyEnabled", true);
        map.put("TableType", "Standard");
        map.put("OwnershipType", isOwned(table) ? "UserOwned" : "OrganizationOwned");
        map.put("DisplayName", label(names.displayName()));
        map.put(
                "Attributes",
                table.columns().stream().map(column -> column(table, column)).toList());
        map.put("Keys", table.keys().stream().map(key -> key(table, key)).toList());
        map.put("ManyToOneRelationships", outgoing(model, table));
        map.put("OneToManyRelationships", incoming(model, table));
        map.put("ManyToManyRelationships", List.of());
        return map;
    }

    private static boolean isOwned(TableDefinition table) {
        ColumnDefinition owner = table.column("ownerid");
        return owner != null && owner.type().isLookup();
    }

    private static UUID id(String kind, String name) {
        return UUID.nameUUIDFromBytes((kind + ":" + name).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> label(String text) {
        Map<String, Object> localized = Map.of("Label", text, "LanguageCode", 1033);
        return Map.of("LocalizedLabels", List.of(localized), "UserLocalizedLabel", localized);
    }

    private static Map<String, Object> column(TableDefinition table, ColumnDefinition column) {
        ColumnType type = column.type();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("@odata.type", "#Microsoft.Dynamics.CRM." + typeName(type) + "AttributeMetadata");
        map.put("MetadataId", id("column", table.logicalName() + "." + column.logicalName()));
        map.put("LogicalName", column.logicalName());
        map.put("SchemaName", column.schemaName());
        map.put("EntityLogicalName", table.logicalName());
        map.put("AttributeType", type.attributeType());
        map.put("AttributeTypeName", Map.of("Value", typeName(type) + "Type"));
        map.put("IsPrimaryId", column == table.primaryId());
        map.put("IsPrimaryName", column == table.primaryName());
        map.put("IsCustomAttribute", column.logicalName().indexOf('_') == 3);
        map.put("IsValidForCreate", column.writable());
        map.put("IsValidForUpdate", column.writable() && column != table.primaryId());
        map.put("IsValidForRead", true);
        map.put("RequiredLevel", Map.of("Value", column.required().text()));
        map.put("DisplayName", label(column.schemaName()));
        if (type.isText()) {
            map.put("MaxLength", column.maxLength());
            map.put("Format", type == ColumnType.MEMO ? "TextArea" : "Text");
        }
        if (column.minimum() != null) {
            map.put("MinValue", column.minimum());
            map.put("MaxValue", column.maximum());
        }
        if (type == ColumnType.DECIMAL || type == ColumnType.MONEY) {
            map.put("Precision", column.precision());
        }
        if (type == ColumnType.DATE || type == ColumnType.DATE_TIME) {
            map.put("Format", type == ColumnType.DATE ? "DateOnly" : "DateAndTime");
            map.put("DateTimeBehavior", Map.of("Value", type == ColumnType.DATE ? "DateOnly" : "UserLocal"));
        }
        if (type.isLookup()) {
            map.put(
                    "Targets",
                    column.targets().stream().map(NavigationProperty::target).toList());
        }
        if (type.isChoice() || type == ColumnType.CHOICES) {
            map.put("OptionSet", optionSet(table, column));
            map.put("GlobalOptionSet", null);
        }
        return map;
    }

    private static String typeName(ColumnType type) {
        return switch (type) {
            case UNIQUE_IDENTIFIER -> "UniqueIdentifier";
            case LOOKUP, CUSTOMER, OWNER -> "Lookup";
            case CHOICES -> "MultiSelectPicklist";
            default -> type.attributeType();
        };
    }

    private static Map<String, Object> optionSet(TableDefinition table, ColumnDefinition column) {
        List<Map<String, Object>> options = new ArrayList<>();
        for (Choice choice : column.choices()) {
            Map<String, Object> option = new LinkedHashMap<>();
            option.put("Value", choice.value());
            option.put("Label", label(choice.label()));
            if (column.type() == ColumnType.STATE) {
                option.put("@odata.type", "#Microsoft.Dynamics.CRM.StateOptionMetadata");
                option.put("DefaultStatus", choice.state());
                option.put("InvariantName", choice.label());
            } else if (column.type() == ColumnType.STATUS) {
                option.put("@odata.type", "#Microsoft.Dynamics.CRM.StatusOptionMetadata");
                option.put("State", choice.state());
            }
            options.add(option);
        }
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("MetadataId", id("options", table.logicalName() + "." + column.logicalName()));
        set.put("Name", table.logicalName() + "_" + column.logicalName());
        set.put("IsGlobal", false);
        set.put("OptionSetType", column.type().attributeType());
        set.put("Options", options);
        return set;
    }

    private static Map<String, Object> key(TableDefinition table, AlternateKey key) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("MetadataId", id("key", table.logicalName() + "." + key.logicalName()));
        map.put("SchemaName", key.schemaName());
        map.put("LogicalName", key.logicalName());
        map.put("EntityLogicalName", table.logicalName());
        map.put(
                "KeyAttributes",
                key.columns().stream().map(ColumnDefinition::logicalName).toList());
        map.put("EntityKeyIndexStatus", key.indexStatus().text());
        map.put("AsyncJob", null);
        map.put("IsManaged", false);
        map.put("IsCustomizable", Map.of("Value", true));
        map.put("IntroducedVersion", "1.0");
        map.put("DisplayName", label(key.displayName()));
        map.put("HasChanged", null);
        map.put("IsSynchronous", false);
        map.put("IsExportKey", false);
        map.put("IsSecondaryKey", false);
        return map;
    }

    private static List<Map<String, Object>> outgoing(DataModel model, TableDefinition table) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            for (NavigationProperty property : column.targets()) {
                found.add(relationship(table, column, property, model.table(property.target())));
            }
        }
        return found;
    }

    private static List<Map<String, Object>> incoming(DataModel model, TableDefinition table) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (TableDefinition other : model.tables()) {
            for (ColumnDefinition column : other.columns()) {
                column.target(table.logicalName())
                        .ifPresent(property -> found.add(relationship(other, column, property, table)));
            }
        }
        return found;
    }

    private static Map<String, Object> relationship(
            TableDefinition from, ColumnDefinition column, NavigationProperty property, TableDefinition to) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("MetadataId", id("relationship", from.logicalName() + "." + property.name()));
        map.put("SchemaName", property.collectionName());
        map.put("RelationshipType", "OneToManyRelationship");
        map.put("ReferencingEntity", from.logicalName());
        map.put("ReferencingAttribute", column.logicalName());
        map.put("ReferencingEntityNavigationPropertyName", property.name());
        map.put("ReferencedEntity", to.logicalName());
        map.put("ReferencedAttribute", to.primaryId().logicalName());
        map.put("ReferencedEntityNavigationPropertyName", property.collectionName());
        map.put("CascadeConfiguration", Map.of("Delete", property.onDelete().text()));
        return map;
    }
}

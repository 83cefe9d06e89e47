package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ManyToMany;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.model.TableNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One state of the model as the trees that metadata shows. Immutable once made. */
public final class MetadataCatalog {

    private final ModelSnapshot model;
    private final List<Map<String, Object>> tables = new ArrayList<>();
    private final List<Map<String, Object>> relationships = new ArrayList<>();
    private final List<Map<String, Object>> globalChoices;

    MetadataCatalog(ModelSnapshot model) {
        this.model = model;
        for (TableDefinition table : model.tables()) {
            relationships.addAll(outgoing(table));
        }
        for (ManyToMany relationship : model.manyToMany()) {
            relationships.add(RelationshipTree.manyToMany(relationship, model.table(relationship.intersect())));
        }
        for (TableDefinition table : model.tables()) {
            tables.add(table(table));
        }
        globalChoices = model.globalChoices().stream().map(Trees::globalChoice).toList();
    }

    long version() {
        return model.version();
    }

    /** The root of this name, or null. */
    public List<Map<String, Object>> root(String name) {
        return switch (name) {
            case "EntityDefinitions" -> tables;
            case "RelationshipDefinitions" -> relationships;
            case "GlobalOptionSetDefinitions" -> globalChoices;
            default -> null;
        };
    }

    /** The ids of all definitions that can belong to solutions. */
    public Set<UUID> ids() {
        Set<UUID> ids = new HashSet<>();
        for (TableDefinition table : model.tables()) {
            ids.add(table.metadataId());
            table.columns().forEach(column -> ids.add(column.metadataId()));
            table.keys().forEach(key -> ids.add(key.metadataId()));
        }
        relationships.forEach(relationship -> ids.add((UUID) relationship.get("MetadataId")));
        model.globalChoices().forEach(choice -> ids.add(choice.metadataId()));
        return ids;
    }

    private Map<String, Object> table(TableDefinition table) {
        TableNames names = table.names();
        boolean owned = isOwned(table);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("MetadataId", table.metadataId());
        map.put("LogicalName", table.logicalName());
        map.put("SchemaName", names.schemaName());
        map.put("EntitySetName", table.entitySetName());
        map.put("LogicalCollectionName", table.entitySetName());
        map.put("CollectionSchemaName", Plural.of(names.schemaName()));
        map.put("PrimaryIdAttribute", table.primaryId().logicalName());
        map.put("PrimaryNameAttribute", table.primaryName() == null ? null : names.primaryName());
        map.put("PrimaryImageAttribute", null);
        map.put("ObjectTypeCode", names.objectTypeCode());
        map.put("IsCustomEntity", names.custom());
        map.put("IsPrivate", table.traits().isPrivate());
        map.put("IsActivity", false);
        map.put("IsActivityParty", false);
        map.put("IsIntersect", table.traits().intersect());
        map.put("IsLogicalEntity", false);
        map.put("IsManaged", !names.custom());
        map.put("IsValidForAdvancedFind", !table.traits().intersect());
        map.put("HasActivities", table.traits().hasActivities());
        map.put("HasNotes", table.traits().hasNotes());
        map.put("ChangeTrackingEnabled", table.traits().changeTracking());
        map.put("IsOptimisticConcurrencyEnabled", true);
        map.put("TableType", "Standard");
        map.put("DataProviderId", null);
        map.put("OwnershipType", owned ? "UserOwned" : table.traits().intersect() ? "None" : "OrganizationOwned");
        for (String ability : List.of(
                "CanCreateAttributes",
                "CanCreateForms",
                "CanCreateViews",
                "CanChangeTrackingBeEnabled",
                "CanBeInManyToMany",
                "CanBePrimaryEntityInRelationship",
                "CanBeRelatedEntityInRelationship",
                "IsCustomizable",
                "IsRenameable")) {
            map.put(ability, Trees.managed(!table.traits().intersect()));
        }
        map.put("DisplayName", Trees.label(names.label()));
        Label plural = table.traits().displayCollectionName();
        map.put(
                "DisplayCollectionName",
                Trees.label(plural.texts().isEmpty() ? Label.of(Plural.of(names.displayName())) : plural));
        map.put("Description", Trees.label(table.traits().description()));
        map.put("IntroducedVersion", "1.0.0.0");
        map.put("HasChanged", null);
        map.put(
                "Attributes",
                table.columns().stream()
                        .map(column -> ColumnTree.of(model, table, column))
                        .toList());
        map.put("Keys", table.keys().stream().map(key -> key(table, key)).toList());
        map.put("ManyToOneRelationships", related("ReferencingEntity", table));
        map.put("OneToManyRelationships", related("ReferencedEntity", table));
        map.put(
                "ManyToManyRelationships",
                relationships.stream()
                        .filter(relationship -> table.logicalName().equals(relationship.get("Entity1LogicalName"))
                                || table.logicalName().equals(relationship.get("Entity2LogicalName")))
                        .toList());
        return map;
    }

    private List<Map<String, Object>> related(String end, TableDefinition table) {
        return relationships.stream()
                .filter(relationship -> table.logicalName().equals(relationship.get(end)))
                .toList();
    }

    private static boolean isOwned(TableDefinition table) {
        ColumnDefinition owner = table.column("ownerid");
        return owner != null && owner.type().isLookup();
    }

    private static Map<String, Object> key(TableDefinition table, AlternateKey key) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("MetadataId", key.metadataId());
        map.put("SchemaName", key.schemaName());
        map.put("LogicalName", key.logicalName());
        map.put("EntityLogicalName", table.logicalName());
        map.put(
                "KeyAttributes",
                key.columns().stream().map(ColumnDefinition::logicalName).toList());
        map.put("EntityKeyIndexStatus", key.indexStatus().text());
        map.put("AsyncJob", null);
        map.put("IsManaged", false);
        map.put("IsCustomizable", Trees.managed(true));
        map.put("IntroducedVersion", "1.0");
        map.put("DisplayName", Trees.label(Label.of(key.displayName())));
        map.put("HasChanged", null);
        map.put("IsSynchronous", false);
        map.put("IsExportKey", false);
        map.put("IsSecondaryKey", false);
        return map;
    }

    private List<Map<String, Object>> outgoing(TableDefinition table) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            for (NavigationProperty property : column.targets()) {
                TableDefinition target = model.table(property.target());
                if (target != null) {
                    found.add(RelationshipTree.oneToMany(table, column, property, target));
                }
            }
        }
        return found;
    }
}

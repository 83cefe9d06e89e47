package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ManyToMany;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/** A relationship as {@code RelationshipMetadata} shows it. */
final class RelationshipTree {

    static final String ONE_TO_MANY = "OneToManyRelationshipMetadata";
    static final String MANY_TO_MANY = "ManyToManyRelationshipMetadata";

    private RelationshipTree() {}

    static Map<String, Object> oneToMany(
            TableDefinition from, ColumnDefinition column, NavigationProperty property, TableDefinition to) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Trees.TYPE, Trees.NAMESPACE + ONE_TO_MANY);
        map.put("MetadataId", Trees.id("relationship", column.metadataId() + property.target()));
        common(map, property.collectionName(), "OneToManyRelationship", column.custom());
        map.put("ReferencingEntity", from.logicalName());
        map.put("ReferencingAttribute", column.logicalName());
        map.put("ReferencingEntityNavigationPropertyName", property.name());
        map.put("ReferencedEntity", to.logicalName());
        map.put("ReferencedAttribute", to.primaryId().logicalName());
        map.put("ReferencedEntityNavigationPropertyName", property.collectionName());
        map.put("IsHierarchical", false);
        map.put("RelationshipBehavior", 1);
        map.put("EntityKey", null);
        map.put("AssociatedMenuConfiguration", menu());
        Map<String, Object> cascade = new LinkedHashMap<>();
        for (String action : new String[] {"Assign", "Share", "Unshare", "RollupView", "Reparent", "Merge"}) {
            cascade.put(action, "NoCascade");
        }
        cascade.put("Delete", property.onDelete().text());
        map.put("CascadeConfiguration", cascade);
        return map;
    }

    static Map<String, Object> manyToMany(ManyToMany relationship, TableDefinition intersect) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Trees.TYPE, Trees.NAMESPACE + MANY_TO_MANY);
        map.put("MetadataId", Trees.id("relationship", intersect.metadataId() + relationship.schemaName()));
        common(
                map,
                relationship.schemaName(),
                "ManyToManyRelationship",
                intersect.names().custom());
        map.put("IntersectEntityName", relationship.intersect());
        side(map, 1, relationship.first());
        side(map, 2, relationship.second());
        return map;
    }

    private static void side(Map<String, Object> map, int number, ManyToMany.Side side) {
        String prefix = "Entity" + number;
        map.put(prefix + "LogicalName", side.table());
        map.put(prefix + "IntersectAttribute", side.column());
        map.put(prefix + "NavigationPropertyName", side.collectionName());
        map.put(prefix + "AssociatedMenuConfiguration", menu());
    }

    private static void common(Map<String, Object> map, String schemaName, String type, boolean custom) {
        map.put("SchemaName", schemaName);
        map.put("RelationshipType", type);
        map.put("IsCustomRelationship", custom);
        map.put("IsValidForAdvancedFind", true);
        map.put("IsManaged", !custom);
        map.put("SecurityTypes", "None");
        map.put("IsCustomizable", Trees.managed(custom));
        map.put("IntroducedVersion", "1.0.0.0");
        map.put("HasChanged", null);
    }

    private static Map<String, Object> menu() {
        Map<String, Object> menu = new LinkedHashMap<>();
        menu.put("Behavior", "UseCollectionName");
        menu.put("Group", "Details");
        menu.put("Order", null);
        menu.put("IsCustomizable", true);
        return menu;
    }
}

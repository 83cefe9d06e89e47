package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.ManyToMany;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The entity types and entity sets of {@code $metadata}. */
final class CsdlEntityTypes {

    private static final String BASE = "mscrm.crmbaseentity";
    private static final String PRINCIPAL = "mscrm.principal";

    private final ModelSnapshot model;
    private final CsdlElement xml;
    private final boolean annotations;

    CsdlEntityTypes(ModelSnapshot model, CsdlElement xml, boolean annotations) {
        this.model = model;
        this.xml = xml;
        this.annotations = annotations;
    }

    void types() {
        xml.empty("EntityType", "Name", "crmbaseentity", "Abstract", "true");
        xml.open("EntityType", "Name", "principal", "BaseType", BASE, "Abstract", "true");
        xml.empty("Property", "Name", "ownerid", "Type", "Edm.Guid");
        xml.close(1);
        model.tables().forEach(this::type);
    }

    private void type(TableDefinition table) {
        boolean user = isUser(table);
        xml.open("EntityType", "Name", table.logicalName(), "BaseType", user ? PRINCIPAL : BASE);
        xml.open("Key").empty("PropertyRef", "Name", table.primaryId().propertyName());
        xml.close(1);
        for (ColumnDefinition column : table.columns()) {
            boolean inherited = user && column.logicalName().equals("ownerid");
            if (!inherited) {
                property(column);
            }
        }
        for (ColumnDefinition column : table.columns()) {
            for (NavigationProperty property : column.targets()) {
                lookup(column, property);
            }
        }
        collections(table);
        if (annotations) {
            description(table.traits().description().text());
        }
        xml.close(1);
    }

    private static boolean isUser(TableDefinition table) {
        return table.logicalName().equals("systemuser");
    }

    private void property(ColumnDefinition column) {
        boolean text = column.type().isText();
        boolean readOnly = !column.writable() || column.type().isLookup();
        String[] attributes = {
            "Name",
            column.propertyName(),
            "Type",
            column.type().edmType(),
            "Unicode",
            text ? "false" : null,
            "Scale",
            column.type().edmType().equals("Edm.Decimal") ? "Variable" : null
        };
        if (!annotations) {
            xml.empty("Property", attributes);
            return;
        }
        xml.open("Property", attributes);
        description(column.description().text());
        if (readOnly) {
            xml.open("Annotation", "Term", "Org.OData.Core.V1.Permissions");
            xml.text("EnumMember", "Org.OData.Core.V1.PermissionType/Read");
            xml.close(1);
        }
        if (column.type() == ColumnType.BIG_INTEGER && !column.writable()) {
            xml.empty("Annotation", "Term", "Org.OData.Core.V1.Computed", "Bool", "true");
        }
        xml.close(1);
    }

    private void description(String text) {
        if (text != null && !text.isBlank()) {
            xml.empty("Annotation", "Term", "Org.OData.Core.V1.Description", "String", text);
        }
    }

    private void lookup(ColumnDefinition column, NavigationProperty property) {
        TableDefinition target = model.table(property.target());
        if (target == null) {
            return;
        }
        boolean owner = column.type() == ColumnType.OWNER;
        xml.open(
                "NavigationProperty",
                "Name",
                property.name(),
                "Type",
                owner ? PRINCIPAL : "mscrm." + target.logicalName(),
                "Nullable",
                "true",
                "Partner",
                owner ? null : property.collectionName());
        xml.empty(
                "ReferentialConstraint",
                "Property",
                column.propertyName(),
                "ReferencedProperty",
                owner ? "ownerid" : target.primaryId().propertyName());
        xml.close(1);
    }

    private void collections(TableDefinition table) {
        Set<String> written = new HashSet<>();
        for (TableDefinition other : model.tables()) {
            for (ColumnDefinition column : other.columns()) {
                for (NavigationProperty property : column.targets()) {
                    if (property.target().equals(table.logicalName())
                            && column.type() != ColumnType.OWNER
                            && written.add(property.collectionName())) {
                        collection(property.collectionName(), other.logicalName(), property.name());
                    }
                }
            }
        }
        for (ManyToMany relationship : model.manyToMany()) {
            side(table, relationship.first(), relationship.second(), written);
            side(table, relationship.second(), relationship.first(), written);
        }
    }

    private void side(TableDefinition table, ManyToMany.Side own, ManyToMany.Side other, Set<String> written) {
        if (own.table().equals(table.logicalName()) && written.add(own.collectionName())) {
            collection(own.collectionName(), other.table(), other.collectionName());
        }
    }

    private void collection(String name, String table, String partner) {
        xml.empty("NavigationProperty", "Name", name, "Type", "Collection(mscrm." + table + ")", "Partner", partner);
    }

    void sets() {
        for (TableDefinition table : model.tables()) {
            xml.open("EntitySet", "Name", table.entitySetName(), "EntityType", "mscrm." + table.logicalName());
            for (ColumnDefinition column : table.columns()) {
                for (NavigationProperty property : column.targets()) {
                    TableDefinition target = model.table(property.target());
                    if (target != null) {
                        binding(property.name(), target);
                    }
                }
            }
            collectionBindings(table);
            if (annotations && table.traits().changeTracking()) {
                changeTracking();
            }
            xml.close(1);
        }
    }

    private void collectionBindings(TableDefinition table) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (TableDefinition other : model.tables()) {
            for (ColumnDefinition column : other.columns()) {
                for (NavigationProperty property : column.targets()) {
                    if (property.target().equals(table.logicalName()) && column.type() != ColumnType.OWNER) {
                        targets.putIfAbsent(property.collectionName(), other.logicalName());
                    }
                }
            }
        }
        for (ManyToMany relationship : model.manyToMany()) {
            sideBinding(table, relationship.first(), relationship.second(), targets);
            sideBinding(table, relationship.second(), relationship.first(), targets);
        }
        targets.forEach((collection, target) -> binding(collection, model.table(target)));
    }

    private static void sideBinding(
            TableDefinition table, ManyToMany.Side own, ManyToMany.Side other, Map<String, String> targets) {
        if (own.table().equals(table.logicalName())) {
            targets.putIfAbsent(own.collectionName(), other.table());
        }
    }

    private void changeTracking() {
        xml.open("Annotation", "Term", "Org.OData.Capabilities.V1.ChangeTracking");
        xml.open("Record");
        xml.empty("PropertyValue", "Property", "Supported", "Bool", "true");
        xml.close(2);
    }

    private void binding(String path, TableDefinition target) {
        xml.empty("NavigationPropertyBinding", "Path", path, "Target", target.entitySetName());
    }
}

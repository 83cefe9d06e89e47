package io.d365hub.virtual.odata;

import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ServiceMetadata;

/** What Olingo knows of a service; built once. Immutable, thread-safe. */
public final class ServiceModel {

    private final OData odata = OData.newInstance();
    private final ServiceMetadata metadata;
    private final Map<String, TableModel> tables = new HashMap<>();

    public ServiceModel(VirtualService service) {
        metadata = odata.createServiceMetadata(new ServiceEdm(service), List.of());
        Edm edm = metadata.getEdm();
        for (VirtualTable table : service.tables()) {
            EdmEntitySet set = edm.getEntityContainer().getEntitySet(table.name());
            // Everything is looked at once, so that later only finished objects are shared among threads.
            set.getEntityType().getPropertyNames().forEach(name -> set.getEntityType()
                    .getProperty(name));
            tables.put(table.name(), new TableModel(table, set, set.getEntityType()));
        }
    }

    /** A table and what Olingo calls it. */
    record TableModel(VirtualTable table, EdmEntitySet set, EdmEntityType type) {

        String typeName() {
            return type.getFullQualifiedName().getFullQualifiedNameAsString();
        }
    }

    OData odata() {
        return odata;
    }

    ServiceMetadata metadata() {
        return metadata;
    }

    /** The table of an entity set that Olingo has found. */
    VirtualTable table(String set) {
        return tables.get(set).table();
    }

    TableModel of(VirtualTable table) {
        return tables.get(table.name());
    }
}

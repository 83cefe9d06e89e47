package io.d365hub.virtual.odata;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import java.util.List;
import java.util.Optional;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.edm.provider.CsdlAbstractEdmProvider;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainer;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainerInfo;
import org.apache.olingo.commons.api.edm.provider.CsdlEntitySet;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityType;
import org.apache.olingo.commons.api.edm.provider.CsdlProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlPropertyRef;
import org.apache.olingo.commons.api.edm.provider.CsdlSchema;

/** The entity data model of a service: a type and a set for each table. */
final class ServiceEdm extends CsdlAbstractEdmProvider {

    static final String NAMESPACE = "Hub";
    static final FullQualifiedName CONTAINER = new FullQualifiedName(NAMESPACE, "Container");
    /** Digits of a second's fraction; CSDL's default is none. */
    private static final int FRACTION_DIGITS = 9;

    private final List<CsdlEntityType> types;
    private final List<CsdlEntitySet> sets;

    ServiceEdm(VirtualService service) {
        types = service.tables().stream().map(ServiceEdm::type).toList();
        sets = service.tables().stream()
                .map(table -> new CsdlEntitySet().setName(table.name()).setType(name(table)))
                .toList();
    }

    private static FullQualifiedName name(VirtualTable table) {
        return new FullQualifiedName(NAMESPACE, table.entityType());
    }

    private static CsdlEntityType type(VirtualTable table) {
        return new CsdlEntityType()
                .setName(table.entityType())
                .setKey(List.of(new CsdlPropertyRef().setName(table.key().name())))
                .setProperties(
                        table.columns().stream().map(ServiceEdm::property).toList());
    }

    private static CsdlProperty property(VirtualColumn column) {
        CsdlProperty property = new CsdlProperty()
                .setName(column.name())
                .setType(column.type().edm())
                .setNullable(column.nullable());
        column.maxLength().ifPresent(property::setMaxLength);
        column.precision().ifPresent(property::setPrecision);
        column.scale().ifPresent(property::setScale);
        if (column.type() == ColumnType.DATETIME) {
            property.setPrecision(FRACTION_DIGITS);
        }
        return property;
    }

    @Override
    public CsdlEntityType getEntityType(FullQualifiedName name) {
        return types.stream()
                .filter(type ->
                        name.getNamespace().equals(NAMESPACE) && type.getName().equals(name.getName()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
        return Optional.of(sets).filter(all -> container.equals(CONTAINER)).orElse(List.of()).stream()
                .filter(set -> set.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public CsdlEntityContainerInfo getEntityContainerInfo(FullQualifiedName name) {
        return name == null || name.equals(CONTAINER)
                ? new CsdlEntityContainerInfo().setContainerName(CONTAINER)
                : null;
    }

    @Override
    public List<CsdlSchema> getSchemas() {
        return List.of(new CsdlSchema()
                .setNamespace(NAMESPACE)
                .setEntityTypes(types)
                .setEntityContainer(getEntityContainer()));
    }

    @Override
    public CsdlEntityContainer getEntityContainer() {
        return new CsdlEntityContainer().setName(CONTAINER.getName()).setEntitySets(sets);
    }
}

package io.d365hub.simulator.metadata;

import io.d365hub.simulator.event.ExternalEvents;
import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.model.ModelSnapshot;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** {@code $metadata} of one state of the model. */
final class CsdlDocument {

    private static final String EDMX = "http://docs.oasis-open.org/odata/ns/edmx";
    private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";
    private static final int FIRST_SIZE = 128 * 1024;

    private final long version;
    private final List<CustomApi> customApis;
    private final List<ExternalEvents.Bound> externalEvents;
    private final byte[] bytes;

    CsdlDocument(
            ModelSnapshot model,
            List<CustomApi> customApis,
            List<ExternalEvents.Bound> externalEvents,
            boolean annotations) {
        this.version = model.version();
        this.externalEvents = List.copyOf(externalEvents);
        this.customApis = List.copyOf(customApis);
        ByteArrayOutputStream target = new ByteArrayOutputStream(FIRST_SIZE);
        try (CsdlElement xml = new CsdlElement(target)) {
            xml.open("edmx:Edmx", "xmlns:edmx", EDMX, "Version", "4.0");
            xml.open("edmx:DataServices");
            xml.open("Schema", "xmlns", EDM, "Namespace", "Microsoft.Dynamics.CRM", "Alias", "mscrm");
            CsdlEntityTypes entities = new CsdlEntityTypes(model, xml, annotations);
            CsdlOperations operations = new CsdlOperations(xml, customApis, externalEvents);
            entities.types();
            operations.types();
            operations.operations();
            xml.open("EntityContainer", "Name", "System");
            entities.sets();
            operations.imports();
            xml.close(4);
        }
        this.bytes = target.toByteArray();
    }

    boolean isOf(ModelSnapshot model, List<CustomApi> apis, List<ExternalEvents.Bound> events) {
        return version == model.version() && customApis.equals(apis) && externalEvents.equals(events);
    }

    byte[] bytes() {
        return bytes;
    }
}

package io.d365hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.batch.file.BatchFileComponent;
import io.d365hub.batch.file.BatchFileEndpoint;
import io.d365hub.batch.file.sink.FileSinkComponent;
import io.d365hub.batch.file.sink.FileSinkEndpoint;
import io.d365hub.batch.source.dataverse.DataverseSourceComponent;
import io.d365hub.batch.source.dataverse.DataverseSourceEndpoint;
import io.d365hub.batch.source.http.HttpSourceComponent;
import io.d365hub.batch.source.http.HttpSourceEndpoint;
import io.d365hub.batch.source.odata.ODataSourceComponent;
import io.d365hub.batch.source.odata.ODataSourceEndpoint;
import io.d365hub.batch.source.sql.SqlSourceComponent;
import io.d365hub.batch.source.sql.SqlSourceEndpoint;
import io.d365hub.bus.bridge.BusSourceComponent;
import io.d365hub.bus.bridge.BusSourceEndpoint;
import io.d365hub.bus.sink.BusComponent;
import io.d365hub.bus.sink.BusEndpoint;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.dataverse.DataverseEndpoint;
import io.d365hub.lane.LaneComponent;
import io.d365hub.lane.LaneEndpoint;
import io.d365hub.mapping.table.TableMapComponent;
import io.d365hub.mapping.table.TableMapEndpoint;
import io.d365hub.plugin.PluginBatchComponent;
import io.d365hub.plugin.PluginBatchEndpoint;
import io.d365hub.virtual.source.route.VirtualRouteComponent;
import io.d365hub.virtual.source.route.VirtualRouteEndpoint;
import io.d365hub.webhook.event.EventComponent;
import io.d365hub.webhook.event.EventEndpoint;
import io.d365hub.webhook.publish.WebhookPublishComponent;
import io.d365hub.webhook.publish.WebhookPublishEndpoint;
import io.d365hub.webhook.sink.WebhookDeliveryComponent;
import io.d365hub.webhook.sink.WebhookDeliveryEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The descriptions of our components for Camel's catalog lie in the jar, where Camel and its tools look for them, and say
 * what the annotations say. {@code mvn test -Dtest=ComponentCatalogTest -Dhub.catalog.write=true} writes them anew.
 */
class ComponentCatalogTest {

    private static final Path RESOURCES = Path.of("src", "main", "resources", "META-INF");

    static Stream<Arguments> components() {
        return Stream.of(
                Arguments.of("batch-dataverse", DataverseSourceComponent.class, DataverseSourceEndpoint.class),
                Arguments.of("batch-file", BatchFileComponent.class, BatchFileEndpoint.class),
                Arguments.of("batch-file-sink", FileSinkComponent.class, FileSinkEndpoint.class),
                Arguments.of("batch-http", HttpSourceComponent.class, HttpSourceEndpoint.class),
                Arguments.of("batch-odata", ODataSourceComponent.class, ODataSourceEndpoint.class),
                Arguments.of("batch-plugin", PluginBatchComponent.class, PluginBatchEndpoint.class),
                Arguments.of("batch-sql", SqlSourceComponent.class, SqlSourceEndpoint.class),
                Arguments.of("bus", BusComponent.class, BusEndpoint.class),
                Arguments.of("bus-source", BusSourceComponent.class, BusSourceEndpoint.class),
                Arguments.of("dataverse", DataverseComponent.class, DataverseEndpoint.class),
                Arguments.of("dataverse-event", EventComponent.class, EventEndpoint.class),
                Arguments.of("lane", LaneComponent.class, LaneEndpoint.class),
                Arguments.of("table-map", TableMapComponent.class, TableMapEndpoint.class),
                Arguments.of("virtual", VirtualRouteComponent.class, VirtualRouteEndpoint.class),
                Arguments.of("webhook-delivery", WebhookDeliveryComponent.class, WebhookDeliveryEndpoint.class),
                Arguments.of("webhook-publish", WebhookPublishComponent.class, WebhookPublishEndpoint.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void theDescriptionSaysWhatTheAnnotationsSay(
            String scheme, Class<? extends Component> component, Class<? extends Endpoint> endpoint)
            throws IOException {
        // Given
        String described = ComponentDescription.of(component, endpoint);
        Path file =
                RESOURCES.resolve(component.getPackageName().replace('.', '/')).resolve(scheme + ".json");
        if (Boolean.getBoolean("hub.catalog.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, described);
        }
        // Then
        assertThat(file)
                .as("run mvn test -Dtest=ComponentCatalogTest -Dhub.catalog.write=true")
                .hasContent(described);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void camelFindsTheDescription(
            String scheme, Class<? extends Component> component, Class<? extends Endpoint> endpoint)
            throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(((CatalogCamelContext) context).getComponentParameterJsonSchema(scheme))
                    .contains("\"scheme\": \"" + scheme + "\"");
        }
    }

    private static EndpointValidationResult validated(String uri) {
        CamelCatalog catalog = new DefaultCamelCatalog();
        catalog.addComponent(
                "dataverse",
                DataverseComponent.class.getName(),
                ComponentDescription.of(DataverseComponent.class, DataverseEndpoint.class));
        return catalog.validateEndpointProperties(uri);
    }

    @Test
    void theCatalogTakesAnEndpointOfTheSamples() {
        assertThat(validated("dataverse:contacts?operation=upsert&key=hub_externalid&groupCommit=true")
                        .isSuccess())
                .isTrue();
    }

    @Test
    void theCatalogNamesAnOptionThatThereIsNot() {
        assertThat(validated("dataverse:contacts?operation=upsert&keys=hub_externalid")
                        .getUnknown())
                .containsExactly("keys");
    }

    @Test
    void theCatalogNamesAValueThatThereIsNot() {
        assertThat(validated("dataverse:contacts?operation=merge").getInvalidEnum())
                .containsEntry("operation", "merge");
    }
}

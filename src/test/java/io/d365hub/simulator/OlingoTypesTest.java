package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.olingo.client.api.EdmEnabledODataClient;
import org.apache.olingo.client.api.communication.request.ODataRequest;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmNavigationProperty;
import org.apache.olingo.commons.api.format.ContentType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A client that reads {@code $metadata} first and every value by the type that it names there, as generated and typed clients
 * do: Apache Olingo with its entity data model.
 */
@DisplayName("[D] §11.1: a client that goes by $metadata (Apache Olingo)")
class OlingoTypesTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private EdmEnabledODataClient client;
    private Edm edm;

    @BeforeEach
    void metadata() {
        edm = authorized(ODataClientFactory.getClient()
                        .getRetrieveRequestFactory()
                        .getMetadataRequest(dataverse.root()))
                .execute()
                .getBody();
        client = ODataClientFactory.getEdmEnabledClient(dataverse.root(), edm, null, ContentType.JSON);
    }

    private <T extends ODataRequest> T authorized(T request) {
        request.addCustomHeader(
                "Authorization",
                "Bearer "
                        + dataverse.token(
                                SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET));
        return request;
    }

    private ClientEntitySet rows(EdmEntitySet set) {
        URI uri = client.newURIBuilder()
                .appendEntitySetSegment(set.getName())
                .top(3)
                .build();
        return authorized(client.getRetrieveRequestFactory().getEntitySetRequest(uri))
                .execute()
                .getBody();
    }

    @Test
    void everyEntitySetIsReadWithTheTypesOfItsMetadata() {
        // When
        List<String> unknown = new ArrayList<>();
        for (EdmEntitySet set : edm.getEntityContainer().getEntitySets()) {
            for (ClientEntity row : rows(set).getEntities()) {
                row.getProperties().stream()
                        .filter(property -> set.getEntityType().getProperty(property.getName()) == null)
                        .forEach(property -> unknown.add(set.getName() + "." + property.getName()));
            }
        }
        // Then
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyNavigationPropertyLeadsToAnEntitySet() {
        // When
        List<String> lost = new ArrayList<>();
        for (EdmEntitySet set : edm.getEntityContainer().getEntitySets()) {
            for (String name : set.getEntityType().getNavigationPropertyNames()) {
                EdmNavigationProperty property = set.getEntityType().getNavigationProperty(name);
                if (property.getType() == null || set.getRelatedBindingTarget(name) == null) {
                    lost.add(set.getName() + "/" + name);
                }
            }
        }
        // Then
        assertThat(lost).isEmpty();
    }

    @Test
    void everyPairOfNavigationPropertiesLeadsThereAndBack() {
        // When
        List<String> lost = new ArrayList<>();
        for (EdmEntitySet set : edm.getEntityContainer().getEntitySets()) {
            for (String name : set.getEntityType().getNavigationPropertyNames()) {
                EdmNavigationProperty there = set.getEntityType().getNavigationProperty(name);
                EdmNavigationProperty back = there.getPartner();
                if (back != null
                        && (back.getPartner() == null
                                || !back.getPartner().getName().equals(name))) {
                    lost.add(set.getName() + "/" + name);
                }
            }
        }
        // Then
        assertThat(lost).isEmpty();
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.communication.ODataClientErrorException;
import org.apache.olingo.client.api.communication.request.ODataRequest;
import org.apache.olingo.client.api.communication.request.batch.BatchManager;
import org.apache.olingo.client.api.communication.request.batch.ODataBatchResponseItem;
import org.apache.olingo.client.api.communication.request.batch.ODataChangeset;
import org.apache.olingo.client.api.communication.request.cud.ODataEntityCreateRequest;
import org.apache.olingo.client.api.communication.request.cud.ODataEntityUpdateRequest;
import org.apache.olingo.client.api.communication.request.cud.UpdateType;
import org.apache.olingo.client.api.communication.response.ODataBatchResponse;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.api.domain.ClientServiceDocument;
import org.apache.olingo.client.api.uri.FilterFactory;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.format.ContentType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apache Olingo's client, a generic OData 4 client, works against the simulator. */
@DisplayName("[D] OData 4.0: Apache Olingo's client")
class OlingoClientTest {

    private static final FullQualifiedName SITE = new FullQualifiedName("Microsoft.Dynamics.CRM", "bld_site");

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private final ODataClient client = ODataClientFactory.getClient();

    OlingoClientTest() {
        client.getConfiguration().setDefaultPubFormat(ContentType.JSON);
    }

    private <T extends ODataRequest> T authorized(T request) {
        request.addCustomHeader(
                "Authorization",
                "Bearer "
                        + dataverse.token(
                                SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET));
        return request;
    }

    private URI uri(String path) {
        return URI.create(dataverse.root() + path);
    }

    private ClientEntity site(String column, String value) {
        ClientEntity site = client.getObjectFactory().newEntity(SITE);
        site.getProperties()
                .add(client.getObjectFactory()
                        .newPrimitiveProperty(
                                column,
                                client.getObjectFactory()
                                        .newPrimitiveValueBuilder()
                                        .buildString(value)));
        return site;
    }

    private ClientEntity read(URI uri) {
        return authorized(client.getRetrieveRequestFactory().getEntityRequest(uri))
                .execute()
                .getBody();
    }

    @Test
    void theServiceDocumentListsEntitySets() {
        // When
        ClientServiceDocument document = authorized(
                        client.getRetrieveRequestFactory().getServiceDocumentRequest(dataverse.root()))
                .execute()
                .getBody();
        // Then
        assertThat(document.getEntitySetNames()).contains("accounts", "bld_sites");
    }

    @Test
    void theMetadataDocumentIsUnderstood() {
        // When
        EdmEntityType site = authorized(client.getRetrieveRequestFactory().getMetadataRequest(dataverse.root()))
                .execute()
                .getBody()
                .getEntityType(SITE);
        // Then
        assertThat(site.getKeyPredicateNames()).containsExactly("bld_siteid");
        assertThat(site.getPropertyNames()).contains("bld_name", "bld_code");
    }

    @Test
    void aRowIsCreatedReadChangedAndDeleted() {
        // Given
        ODataEntityCreateRequest<ClientEntity> create = authorized(client.getCUDRequestFactory()
                .getEntityCreateRequest(uri("bld_sites"), site("bld_name", "Depot Zürich")));
        create.addCustomHeader("Prefer", "return=representation");
        String id = create.execute()
                .getBody()
                .getProperty("bld_siteid")
                .getPrimitiveValue()
                .toString();
        URI row = uri("bld_sites(" + id + ")");
        // When
        ODataEntityUpdateRequest<ClientEntity> update = authorized(
                client.getCUDRequestFactory().getEntityUpdateRequest(row, UpdateType.PATCH, site("bld_name", "B")));
        int updated = update.execute().getStatusCode();
        String name = read(row).getProperty("bld_name").getPrimitiveValue().toString();
        int deleted = authorized(client.getCUDRequestFactory().getDeleteRequest(row))
                .execute()
                .getStatusCode();
        // Then
        assertThat(List.of(updated, name, deleted)).containsExactly(204, "B", 204);
    }

    @Test
    void pagesAreFollowedByTheirLinks() {
        // Given
        for (int i = 0; i < 5; i++) {
            dataverse.site("D-" + i, "A");
        }
        // When
        List<String> codes = new ArrayList<>();
        URI page = uri("bld_sites?$select=bld_code&$orderby=bld_code");
        while (page != null) {
            var request = authorized(client.getRetrieveRequestFactory().getEntitySetRequest(page));
            request.addCustomHeader("Prefer", "odata.maxpagesize=2");
            ClientEntitySet rows = request.execute().getBody();
            rows.getEntities()
                    .forEach(row -> codes.add(
                            row.getProperty("bld_code").getPrimitiveValue().toString()));
            page = rows.getNext();
        }
        // Then
        assertThat(codes).containsExactly("D-0", "D-1", "D-2", "D-3", "D-4");
    }

    @Test
    void aLookupIsExpanded() {
        // When
        ClientEntity contact =
                read(uri("contacts(hub_externalid='P-20001')?$expand=parentcustomerid_account($select=name)"));
        // Then: without navigation links the client takes it for a complex value
        assertThat(contact.getProperty("parentcustomerid_account")
                        .getComplexValue()
                        .get("name"))
                .isNotNull();
    }

    @Test
    void anErrorIsRead() {
        assertThatThrownBy(() -> read(uri("bld_sites(bld_code='NOPE')")))
                .isInstanceOfSatisfying(
                        ODataClientErrorException.class,
                        e -> assertThat(e.getODataError().getCode()).isEqualTo("0x80060891"));
    }

    @Test
    void aBatchWithAChangesetAndAQueryIsAnsweredPartByPart() {
        // Given
        BatchManager batch = authorized(client.getBatchRequestFactory().getBatchRequest(dataverse.root()))
                .payloadManager();
        ODataChangeset changeset = batch.addChangeset();
        changeset.addRequest(
                client.getCUDRequestFactory().getEntityCreateRequest(uri("bld_sites"), site("bld_code", "B-1")));
        changeset.addRequest(
                client.getCUDRequestFactory().getEntityCreateRequest(uri("bld_sites"), site("bld_code", "B-2")));
        batch.addRequest(client.getRetrieveRequestFactory()
                .getEntitySetRequest(uri("bld_sites?$select=bld_code&$orderby=bld_code")));
        // When
        ODataBatchResponse response = batch.getResponse();
        List<Integer> statuses = new ArrayList<>();
        Iterator<ODataBatchResponseItem> items = response.getBody();
        while (items.hasNext()) {
            items.next().forEachRemaining(part -> statuses.add(part.getStatusCode()));
        }
        // Then
        assertThat(statuses).containsExactly(204, 204, 200);
        assertThat(dataverse.simulator().count("bld_sites")).isEqualTo(2);
    }

    @Test
    void aFilterThatTheClientBuildsIsUnderstood() {
        // Given
        FilterFactory filters = client.getFilterFactory();
        URI accounts = client.newURIBuilder(dataverse.root())
                .appendEntitySetSegment("accounts")
                .filter(filters.and(
                        filters.eq("accountnumber", "C-10001"),
                        filters.match(filters.getArgFactory()
                                .startswith(
                                        filters.getArgFactory().property("name"),
                                        filters.getArgFactory().literal("N")))))
                .select("name", "revenue")
                .orderBy("name desc")
                .count(true)
                .build();
        // When
        ClientEntitySet rows = authorized(client.getRetrieveRequestFactory().getEntitySetRequest(accounts))
                .execute()
                .getBody();
        // Then
        assertThat(rows.getCount()).isEqualTo(1);
    }

    @Test
    void aLookupIsSetAndTakenAwayByReferences() {
        // Given
        dataverse.site("L-1", "A");
        URI account = uri("accounts("
                + dataverse
                        .get("accounts(accountnumber='C-10001')")
                        .json()
                        .path("accountid")
                        .asText() + ")");
        URI lookup = uri("bld_sites(" + dataverse.siteColumn("L-1", "bld_siteid") + ")/bld_AccountId/$ref");
        // When
        int set = authorized(client.getCUDRequestFactory()
                        .getReferenceSingleChangeRequest(URI.create(dataverse.root()), lookup, account))
                .execute()
                .getStatusCode();
        String bound = dataverse.siteColumn("L-1", "_bld_accountid_value");
        int removed = authorized(client.getCUDRequestFactory().getDeleteRequest(lookup))
                .execute()
                .getStatusCode();
        // Then
        assertThat(List.of(set, removed)).containsExactly(204, 204);
        assertThat(account.toString()).contains(bound);
    }
}

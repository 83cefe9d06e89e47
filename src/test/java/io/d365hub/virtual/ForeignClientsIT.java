package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.NpmPackage;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.communication.request.ODataRequest;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.api.domain.ClientEntitySetIterator;
import org.apache.olingo.client.api.uri.QueryOption;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.format.ContentType;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OData clients that nobody here wrote read a virtual table. The npm ones run {@code virtual-clients.cjs}. */
class ForeignClientsIT {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "virtual-clients.cjs");

    private static VirtualHub hub;
    private static final ODataClient OLINGO = ODataClientFactory.getClient();

    @BeforeAll
    static void start(@TempDir Path folder) {
        OneTable erp = new OneTable(JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("erp"), "sa", ""));
        erp.run(
                "create table item (id int primary key, name varchar(50), price decimal(10,2), stock int)",
                "insert into item select x, 'Item ' || x, x * 1.25, case when mod(x, 10) = 0 then null else x end"
                        + " from system_range(1, 250)",
                "insert into item values (300, 'Müller & Söhne 100% + ''more''', 1, 1)");
        VirtualHub.declare(folder, "erp", "Items", """
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: id, type: int32 }
                columns:
                  Name: { column: name, type: string }
                  Price: { column: price, type: decimal }
                  Stock: { column: stock, type: int32 }
                pageSize: 100
                """);
        hub = VirtualHub.start(folder, new SqlSourceType(erp));
        OLINGO.getConfiguration().setDefaultPubFormat(ContentType.JSON);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "o.js, 2.0.0, filterOrderAndTop",
        "o.js, 2.0.0, specialCharacters",
        "o.js, 2.0.0, rowByKey",
        "odata-query, 8.1.0, filterOrderAndTop",
        "odata-query, 8.1.0, specialCharacters",
        "odata-query, 8.1.0, nullsAndLists",
        "@odata/client, 2.21.10, filterOrderAndTop",
        // It encodes neither quotes nor percent signs of texts.
        "@odata/client, 2.21.10, rowByKey"
    })
    void aClientOfNpmReadsTheRightRows(String client, String version, String step)
            throws IOException, InterruptedException {
        // Given
        Path folder = NpmPackage.require(client, version);
        // When
        NpmPackage.Output output = NpmPackage.run(
                "node", SCRIPT.toString(), folder.toString(), client, hub.root("erp"), VirtualHub.KEY, step);
        // Then
        assertThat(output.code()).as(output.text()).isZero();
    }

    private static <T extends ODataRequest> T authorized(T request) {
        request.addCustomHeader("X-API-Key", VirtualHub.KEY);
        return request;
    }

    private static ClientEntitySet olingo(URI address) {
        return authorized(OLINGO.getRetrieveRequestFactory().getEntitySetRequest(address))
                .execute()
                .getBody();
    }

    private static Object value(ClientEntity row, String column) {
        return row.getProperty(column).getPrimitiveValue().toValue();
    }

    @Test
    void theServiceDocumentAndTheModelAreUnderstoodByOlingosClient() {
        // When
        List<String> sets =
                List.copyOf(authorized(OLINGO.getRetrieveRequestFactory().getServiceDocumentRequest(hub.root("erp")))
                        .execute()
                        .getBody()
                        .getEntitySetNames());
        Edm model = authorized(OLINGO.getRetrieveRequestFactory().getMetadataRequest(hub.root("erp")))
                .execute()
                .getBody();
        // Then
        assertThat(sets).containsExactly("Items");
        assertThat(model.getEntityType(new FullQualifiedName("Hub", "Item")).getPropertyNames())
                .containsExactly("ItemId", "Name", "Price", "Stock");
    }

    @Test
    void nextLinksAreFollowedByOlingosClient() {
        // Given
        URI address = OLINGO.newURIBuilder(hub.root("erp"))
                .appendEntitySetSegment("Items")
                .count(true)
                .build();
        ClientEntitySet page = olingo(address);
        int read = page.getEntities().size();
        int count = page.getCount();
        // When
        while (page.getNext() != null) {
            page = olingo(page.getNext());
            read += page.getEntities().size();
        }
        // Then
        assertThat(List.of(read, count)).containsExactly(251, 251);
    }

    @Test
    void aFilteredRowIsFoundAgainByItsKeyByOlingosClient() {
        // Given
        URI filtered = OLINGO.newURIBuilder(hub.root("erp"))
                .appendEntitySetSegment("Items")
                .filter("contains(Name,'SÖHNE 100% + ''more') and Stock eq 1")
                .addQueryOption(QueryOption.SELECT, "ItemId,Name")
                .build();
        ClientEntity found = olingo(filtered).getEntities().get(0);
        // When
        ClientEntity row = authorized(OLINGO.getRetrieveRequestFactory()
                        .getEntityRequest(OLINGO.newURIBuilder(hub.root("erp"))
                                .appendEntitySetSegment("Items")
                                .appendKeySegment(
                                        UUID.fromString(value(found, "ItemId").toString()))
                                .build()))
                .execute()
                .getBody();
        // Then
        assertThat(value(row, "Name")).isEqualTo("Müller & Söhne 100% + 'more'");
    }

    @Test
    void rowsAreStreamedByOlingosClient() {
        // Given
        URI address = OLINGO.newURIBuilder(hub.root("erp"))
                .appendEntitySetSegment("Items")
                .orderBy("Price desc")
                .top(3)
                .build();
        // When
        ClientEntitySetIterator<ClientEntitySet, ClientEntity> rows = authorized(
                        OLINGO.getRetrieveRequestFactory().getEntitySetIteratorRequest(address))
                .execute()
                .getBody();
        // Then
        assertThat(rows)
                .toIterable()
                .extracting(row -> value(row, "Name"))
                .containsExactly("Item 250", "Item 249", "Item 248");
    }
}

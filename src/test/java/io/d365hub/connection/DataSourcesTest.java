package io.d365hub.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourcesTest {

    @TempDir
    Path folder;

    @Test
    void theSampleErpIsMadeOnceWhenItIsFirstAskedForWithTenThousandCustomersAndWhatWasChangedStays()
            throws SQLException {
        Path erpFolder = folder.resolve("erp");
        try (DataSources sources = new DataSources(List.of()).withSampleErp(erpFolder)) {
            // Given: known, and not used yet
            assertThat(erpFolder).doesNotExist();
            // When
            DataSource erp = sources.byName().get("erp");
            execute(erp, "update customers set city = 'Bern' where customer_no = 'C-10007'");
            execute(erp, "delete from prices where price_list = 'SALE'");
        }
        try (DataSources sources = new DataSources(List.of()).withSampleErp(erpFolder)) {
            DataSource erp = sources.byName().get("erp");
            // Then: some of them nobody should take as they are, and the change has moved its time of change
            assertThat(number(erp, "select count(*) from customers")).isEqualTo(10_000);
            assertThat(number(erp, "select count(*) from customers where name is null or email = 'see fax'"))
                    .isEqualTo(20);
            assertThat(number(erp, "select count(*) from customers where changed_at > timestamp '2026-01-02 00:00:00'"))
                    .isEqualTo(1);
            assertThat(number(erp, "select count(*) from stock_levels")).isEqualTo(3_600);
            assertThat(number(erp, "select count(*) from prices")).isEqualTo(7_200);
        }
    }

    @Test
    void aNameThatNoSettingDescribesIsRefusedWithTheSettingToMake() {
        // Given
        SimpleRegistry registry = new SimpleRegistry();
        try (DataSources sources = new DataSources(List.of()).withSampleErp(folder)) {
            sources.byName().forEach(registry::bind);
            // When, Then
            assertThatThrownBy(() -> DataSources.find(registry, "price-lists"))
                    .hasMessageContaining("'price-lists'")
                    .hasMessageContaining("known are [erp]")
                    .hasMessageContaining("hub.datasource.price-lists.url")
                    .hasMessageContaining("HUB_DATASOURCE_PRICE_LISTS_PASSWORD");
        }
    }

    @Test
    void anAddressWithoutADriverIsToldWithTheFolderForDrivers() {
        try (DataSources sources =
                new DataSources(List.of(new DataSourceSettings("crm", "jdbc:nosuch://x", "u", "secret-7", 1)))) {
            assertThatThrownBy(() -> sources.byName().get("crm").getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Data source 'crm'")
                    .hasMessageContaining("folder lib")
                    .hasMessageNotContaining("secret-7");
        }
    }

    @Test
    void credentialsAreFoundByNameAndNotPrinted() {
        // Given
        SimpleRegistry registry = new SimpleRegistry();
        registry.bind(
                Credentials.REGISTRY_NAME,
                new Credentials.Book(Map.of("shop", Credentials.basic("Aladdin", "open sesame"))));
        // When
        Credentials shop = Credentials.find(registry, "shop");
        // Then: RFC 7617, section 2
        assertThat(shop.value()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(shop).hasToString("Credentials[Authorization]");
    }

    @Test
    void credentialsThatNoSettingDescribesAreRefusedWithTheSettingToMake() {
        assertThatThrownBy(() -> Credentials.find(new SimpleRegistry(), "shop"))
                .hasMessageContaining("hub.credentials.shop.token");
    }

    private static long number(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

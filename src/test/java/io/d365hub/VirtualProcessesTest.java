package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.access.ApiKeys;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.virtual.sql.OneTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual tables of two hub processes that share a PostgreSQL database. */
class VirtualProcessesTest {

    private static final String KEY = "key-of-dataverse";
    private static final String ROW = "/virtual/erp/Items(80000000-0000-8d10-8000-400000000000)";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What a hub process has of virtual tables, behind an HTTP server of its own. */
    private static final class HubPart implements AutoCloseable {

        private final Vertx vertx = Vertx.vertx();
        private final HubDatabase database;
        private final VirtualSources sources;
        private final VirtualParts parts;
        private final HttpServer server;

        HubPart(Settings settings, DatabaseSettings shared, DataSource erp) {
            database = HubDatabase.open(shared);
            sources = new VirtualSources(settings, Optional.empty());
            ApiClients clients = ApiClients.none()
                    .with(new ApiClient("dataverse", Set.of(), Set.of("*"), Set.of("*")), ApiKeys.sha256(KEY));
            Router router = Router.router(vertx);
            parts = VirtualParts.start(
                    settings,
                    VirtualParts.sourceTypes(Map.of("erp", erp), sources),
                    database,
                    () -> clients,
                    sources.changes(),
                    vertx,
                    router,
                    new SimpleMeterRegistry());
            server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        @Override
        public void close() throws Exception {
            server.close().toCompletionStage().toCompletableFuture().join();
            parts.close();
            sources.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            database.close();
        }
    }

    private String row(HubPart part, String method, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + part.server.actualPort() + ROW))
                        .header("X-API-Key", KEY)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }

    @Test
    void whatOneProcessWroteTheOtherReadsLongBeforeItsCacheTimeIsOver(@TempDir Path home) throws Exception {
        // Given
        DataSource erp = JdbcConnectionPool.create("jdbc:h2:" + home.resolve("erp"), "sa", "");
        OneTable items = new OneTable(erp);
        items.run("create table item (id int primary key, name varchar(50))", "insert into item values (1, 'old')");
        Files.writeString(Files.createDirectories(home.resolve("virtual/erp")).resolve("Items.table.yaml"), """
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: id, type: int32 }
                columns: { Name: { column: name, type: string } }
                operations: [update]
                cacheTime: 1h
                timeout: 100s
                """);
        Settings settings = Settings.load(
                home, Files.writeString(home.resolve("hub.properties"), "hub.virtual.folder = virtual\n"), Map.of());
        DatabaseSettings shared = TestDatabases.POSTGRESQL.settings(home);
        try (HubPart writer = new HubPart(settings, shared, erp);
                HubPart reader = new HubPart(settings, shared, erp)) {
            assertThat(row(reader, "GET", "")).contains("old");
            items.run("update item set name = 'changed behind everybody'");
            assertThat(row(reader, "GET", "")).as("the cache").contains("old");
            // When
            row(writer, "PATCH", "{\"Name\": \"new\"}");
            // Then
            await().until(() -> row(reader, "GET", ""), answer -> answer.contains("new"));
        }
    }
}

package io.d365hub.batch.source.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.batch.BatchSource;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.source.PageServer;
import io.d365hub.batch.source.Reading;
import io.d365hub.batch.source.TestEndpoints;
import io.d365hub.failure.FailureKind;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers as OData JSON Format 4.0 and 4.01 have them. */
class ODataSourceTest {

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
    private static final String NO_COUNT = "count=false";

    private final PageServer server = new PageServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void stopCamel() {
        CAMEL.stop();
    }

    @Test
    void nextLinksAreFollowedAsTheyStandAbsoluteAndRelative() throws Exception {
        // Given: relative ones are relative to the request; what is encoded stays so
        server.put(
                        "/v4/Customers",
                        "{\"value\":[{\"id\":1}],\"@odata.nextLink\":\"%s\"}"
                                .formatted(server.url("/v4/Customers?$skiptoken=%2527a%2527")))
                .put(
                        "/v4/Customers?$skiptoken=%2527a%2527",
                        "{\"@odata.nextLink\":\"Customers?$skiptoken=b\",\"value\":[{\"id\":2}]}")
                .put("/v4/Customers?$skiptoken=b", "{\"value\":[{\"id\":3}]}");
        // When, Then
        assertThat(Reading.all(source(NO_COUNT)).values("id")).containsExactly("1", "2", "3");
    }

    @Test
    void theQueryIsSentEncodedWithThePageSizeAsAPreference() throws Exception {
        // Given
        String asked =
                "/v4/Customers?$select=id%2CName&$filter=Country%20eq%20%27C%C3%B4te%20d%27%27Ivoire%27&$orderby=id"
                        + "&$expand=Orders&$count=true";
        server.put(asked, "{\"@odata.count\":1,\"value\":[{\"id\":1}]}");
        // When
        Reading reading = Reading.all(source(
                "select=id,Name", "filter=Country eq 'Côte d''Ivoire'", "orderby=id", "expand=Orders", "pageSize=50"));
        // Then
        assertThat(reading.rows()).hasSize(1);
        assertThat(server.header(0, "Prefer")).isEqualTo("odata.maxpagesize=50");
    }

    @Test
    void theNextRunFollowsTheDeltaLinkAndHearsOfDeletions() throws Exception {
        // Given: deletions in the forms of 4.0 and of 4.01
        server.put("/v4/Customers", "{\"value\":[{\"id\":\"A1\"}],\"@odata.deltaLink\":\"Customers?$deltatoken=1\"}")
                .put(
                        "/v4/Customers?$deltatoken=1",
                        ("{\"value\":[{\"id\":\"A1\",\"Name\":\"x\"},"
                                        + "{\"@odata.context\":\"%s/$metadata#Customers/$deletedEntity\",\"id\":\"Customers('B''2')\",\"reason\":\"deleted\"},"
                                        + "{\"@removed\":{\"reason\":\"changed\"},\"@id\":\"C3\"}],\"@odata.deltaLink\":\"Customers?$deltatoken=2\"}")
                                .formatted(server.url("/v4")));
        BatchSource source = source("changes=true", NO_COUNT);
        // When
        Reading second = Reading.after(source, Reading.all(source));
        // Then
        assertThat(server.header(0, "Prefer")).isEqualTo("odata.track-changes");
        assertThat(second.rows().get(1).columns().toString())
                .isEqualTo("{\"@removed\":{\"reason\":\"deleted\"},\"id\":\"B'2\"}");
        assertThat(second.rows().get(2).columns().toString())
                .isEqualTo("{\"@removed\":{\"reason\":\"changed\"},\"@id\":\"C3\",\"id\":\"C3\"}");
        assertThat(second.rows()).extracting(row -> row.isDeleted()).containsExactly(false, true, true);
        assertThat(second.end().orElseThrow().path("next").asText()).endsWith("Customers?$deltatoken=2");
    }

    @Test
    void adeltaLinkThatHasExpiredBeginsAnewWhereTheRouteSaysSo() throws Exception {
        // Given
        server.put("/v4/Customers", "{\"value\":[{\"id\":1}],\"@odata.deltaLink\":\"Customers?$deltatoken=1\"}")
                .put("/v4/Customers?$deltatoken=1", PageServer.status(410, "{}"));
        BatchSource source = source("changes=true", NO_COUNT, "onExpired=resync");
        // When, Then
        assertThat(Reading.after(source, Reading.all(source)).values("id")).containsExactly("1");
    }

    @Test
    void aDeltaLinkThatHasExpiredStopsTheBatchWhereTheRouteSaysSo() throws Exception {
        // Given
        server.put("/v4/Customers", "{\"value\":[{\"id\":1}],\"@odata.deltaLink\":\"Customers?$deltatoken=1\"}")
                .put("/v4/Customers?$deltatoken=1", PageServer.status(410, "{}"));
        BatchSource source = source("changes=true", NO_COUNT, "onExpired=stop");
        Reading first = Reading.all(source);
        // When, Then
        assertThatThrownBy(() -> Reading.after(source, first)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(FailureKind.MISCONFIGURED);
            assertThat(e.failure().mend()).contains("./hub batch start test --full");
        });
    }

    @Test
    void withAWatermarkTheNextRunFiltersByTheNewestOne() throws Exception {
        // Given
        server.put(
                        "/v4/Customers?$filter=Country%20eq%20%27SE%27&$orderby=ModifiedAt",
                        "{\"value\":[{\"id\":1,\"ModifiedAt\":\"2026-01-02T10:00:00Z\"}]}")
                .put(
                        "/v4/Customers?$filter=%28Country%20eq%20%27SE%27%29%20and%20ModifiedAt%20ge%202026-01-02T10%3A00%3A00Z&$orderby=ModifiedAt",
                        "{\"value\":[]}");
        BatchSource source = source("filter=Country eq 'SE'", "watermark=ModifiedAt", NO_COUNT);
        // When
        Reading second = Reading.after(source, Reading.all(source));
        // Then
        assertThat(second.rows()).isEmpty();
        assertThat(server.requests()).hasSize(2);
    }

    private BatchSource source(String... options) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("url=" + server.url("/v4/Customers")),
                        java.util.stream.Stream.of(options))
                .toArray(String[]::new);
        return TestEndpoints.source(CAMEL, "batch-odata", all);
    }
}

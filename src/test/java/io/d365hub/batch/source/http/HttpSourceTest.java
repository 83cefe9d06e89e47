package io.d365hub.batch.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import io.d365hub.batch.source.PageServer;
import io.d365hub.batch.source.Reading;
import io.d365hub.batch.source.TestEndpoints;
import io.d365hub.connection.Credentials;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real HTTP server in this process. */
class HttpSourceTest {

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

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
    void linksInPagesAreFollowedAbsoluteAndRelativeAndWithCharactersThatNoAddressMayHave() throws Exception {
        // Given
        server.put(
                        "/rows",
                        "{\"data\":{\"items\":[{\"id\":1},{\"id\":2}]},\"next\":\"%s\"}"
                                .formatted(server.url("/rows?at=2")))
                .put("/rows?at=2", "{\"data\":{\"items\":[{\"id\":3}]},\"next\":\"?token=<a b>\"}")
                .put("/rows?token=%3Ca%20b%3E", "{\"next\":null,\"data\":{\"items\":[{\"id\":4}]}}");
        // When
        Reading reading = Reading.all(source("paging=next-link", "next=/next", "rows=/data/items"));
        // Then
        assertThat(reading.values("id")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aTextOf50MegabytesIsRefusedWithItsPlaceAndIsNotHeldInMemory() throws Exception {
        // Given
        int length = 50 << 20;
        server.put("/rows", request -> {
            request.sendResponseHeaders(200, 0);
            byte[] some = new byte[1 << 16];
            Arrays.fill(some, (byte) 'x');
            try (OutputStream out = request.getResponseBody()) {
                out.write("[{\"id\":1},{\"id\":\"".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < length; i += some.length) {
                    out.write(some);
                }
                out.write("\"}]".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                request.close(); // the reader has gone
            }
        });
        BatchSource source = source("paging=link-header");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        // When, then
        assertThatThrownBy(() -> Reading.all(source))
                .hasMessageContaining("Row 2 of the page has a value of more than 4194304 characters");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(length);
    }

    @Test
    void theLinkHeaderIsFollowed() throws Exception {
        // Given: RFC 8288
        server.put(
                        "/rows",
                        PageServer.status(
                                200,
                                "[{\"id\":1}]",
                                "Link",
                                "<https://else.example/x>; rel=\"prev\", </rows?page=2>; title=\"a, b\"; rel=\"last next\""))
                .put("/rows?page=2", "[{\"id\":2}]");
        // When, Then
        assertThat(Reading.all(source("paging=link-header")).values("id")).containsExactly("1", "2");
    }

    @Test
    void pageNumbersAreCountedUntilAPageIsNotFull() throws Exception {
        // Given
        server.put("/rows?page=0&limit=2", "[{\"id\":1},{\"id\":2}]")
                .put("/rows?limit=2&page=1", "[{\"id\":3},{\"id\":4}]")
                .put("/rows?limit=2&page=2", "[]");
        // When
        Reading reading = Reading.all(source("paging=page", "firstPage=0", "sizeParameter=limit", "pageSize=2"));
        // Then
        assertThat(reading.values("id")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aCursorGoesIntoTheNextAddress() throws Exception {
        // Given
        server.put("/rows", "{\"cursor\":\"a+b/c=\",\"items\":[{\"id\":1}]}")
                .put("/rows?after=a%2Bb%2Fc%3D", "{\"cursor\":\"\",\"items\":[{\"id\":2}]}");
        // When, Then
        assertThat(Reading.all(source("paging=cursor", "next=/cursor", "pageParameter=after", "rows=/items"))
                        .values("id"))
                .containsExactly("1", "2");
    }

    @Test
    void anInterruptedRunGoesOnAtThePageThatItsLastSavedRowLeadsTo() throws Exception {
        // Given
        server.put("/rows", "{\"items\":[{\"id\":1},{\"id\":2}],\"next\":\"/rows?p=2\"}")
                .put("/rows?p=2", "{\"items\":[{\"id\":3}]}");
        BatchSource source = source("paging=next-link", "next=/next", "rows=/items");
        Reading whole = Reading.all(source);
        // When
        Reading rest = Reading.from(source, whole.within(1), Reading.PLAIN);
        // Then: rows within a page have no position of their own
        assertThat(whole.rows().get(0).position()).isNull();
        assertThat(rest.values("id")).containsExactly("3");
    }

    @Test
    void theNextRunAsksForWhatIsNewerThanTheNewestRowOfTheLastOne() throws Exception {
        // Given: the newest is not the last
        server.put(
                        "/rows",
                        "[{\"id\":1,\"at\":\"2026-01-02T10:00:00+02:00\"},{\"id\":2,\"at\":\"2026-01-02T07:00:00Z\"}]")
                .put("/rows?since=2026-01-02T10%3A00%3A00%2B02%3A00", "[]");
        BatchSource source = source("watermark=/at", "fromParameter=since");
        Reading first = Reading.all(source);
        // When
        Reading second = Reading.after(source, first);
        // Then: a run without rows keeps the watermark
        assertThat(second.rows()).isEmpty();
        assertThat(second.end()).isEqualTo(first.end());
    }

    @Test
    void aRangeIsAskedForWithTheParametersOfTheSource() throws Exception {
        // Given
        server.put("/rows?since=a&until=b", "[{\"id\":1}]");
        RunRequest range =
                new RunRequest(RunRequest.Trigger.OPERATOR, false, Optional.of("a"), Optional.of("b"), false);
        // When, Then
        assertThat(Reading.from(
                                source("watermark=/at", "fromParameter=since", "toParameter=until"),
                                StartPoint.BEGINNING,
                                range)
                        .rows())
                .hasSize(1);
    }

    @Test
    void amountsKeepTheirDigits() throws Exception {
        server.put("/rows", "[{\"id\":1,\"price\":1234567890123456.10,\"big\":123456789012345678901234567890}]");
        assertThat(Reading.all(source()).rows().get(0).columns().toString())
                .isEqualTo("{\"id\":1,\"price\":1234567890123456.10,\"big\":123456789012345678901234567890}");
    }

    @Test
    void theSourcesWishToBeLeftAloneIsToldToTheRun() {
        server.put("/rows", PageServer.status(429, "", "Retry-After", "17"));
        assertThatThrownBy(() -> Reading.all(source())).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(17));
        });
    }

    @Test
    void aSourceThatIsAwayIsWaitedFor() {
        server.close();
        assertThatThrownBy(() -> Reading.all(source())).isInstanceOfSatisfying(SourceException.class, e -> assertThat(
                        e.failure().kind())
                .isEqualTo(FailureKind.THROTTLED));
    }

    @Test
    void brokenJsonIsToldWithItsRowAfterTheRowsBeforeIt() throws Exception {
        // Given
        server.put("/rows", "[{\"id\":1},{\"id\":2},{\"id\":3,}]");
        // When
        try (RowReader reader = source().open(StartPoint.BEGINNING, Reading.PLAIN)) {
            assertThat(reader.next().columns().path("id").asInt()).isEqualTo(1);
            // Then
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.UNREADABLE))
                    .hasMessageContaining("row 3")
                    .hasMessageContaining("/rows");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsReadAgain() {
        server.put("/rows", request -> {
            request.sendResponseHeaders(200, 1000);
            request.getResponseBody().write("[{\"id\":1},{\"id\"".getBytes(StandardCharsets.UTF_8));
            request.close();
        });
        assertThatThrownBy(() -> Reading.all(source())).isInstanceOfSatisfying(SourceException.class, e -> assertThat(
                        e.failure().kind())
                .isEqualTo(FailureKind.TRANSIENT));
    }

    @Test
    void anAnswerThatFallsSilentIsNotWaitedForWithoutAnEnd() {
        CountDownLatch end = new CountDownLatch(1);
        server.put("/rows", request -> {
            request.sendResponseHeaders(200, 1000);
            request.getResponseBody().write("[{\"id\":1},".getBytes(StandardCharsets.UTF_8));
            request.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> Reading.all(source("timeout=200ms")))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TRANSIENT))
                .hasMessageContaining("nothing came");
        end.countDown();
    }

    @Test
    void aCircleOfLinksEnds() {
        server.put("/rows", "{\"items\":[{\"id\":1}],\"next\":\"/rows?b\"}")
                .put("/rows?b", "{\"items\":[{\"id\":2}],\"next\":\"/rows\"}");
        assertThatThrownBy(() -> Reading.all(source("paging=next-link", "next=/next", "rows=/items")))
                .hasMessageContaining("circle");
    }

    @Test
    void aSourceThatTakesNoNoticeOfThePageNumberIsNotReadForEver() {
        for (int page = 1; page < 9; page++) {
            server.put("/rows?page=" + page, "[{\"id\":1}]");
        }
        assertThatThrownBy(() -> Reading.all(source("paging=page")))
                .hasMessageContaining("Pages 1 to 3 begin with the same row");
    }

    @Test
    void aLinkToAnotherHostIsRefused() {
        server.put("/rows", "{\"items\":[],\"next\":\"http://127.0.0.2:9/rows\"}");
        assertThatThrownBy(() -> Reading.all(source("paging=next-link", "next=/next", "rows=/items")))
                .hasMessageContaining("http://127.0.0.2:9");
    }

    @Test
    void aLinkToAHostThatTheRouteAllowsIsFollowedWithoutCredentials() throws Exception {
        try (PageServer other = new PageServer()) {
            // Given
            CAMEL.getRegistry()
                    .bind(
                            Credentials.REGISTRY_NAME,
                            new Credentials.Book(Map.of("shop", Credentials.bearer("s3cret"))));
            other.put("/more", "{\"items\":[{\"id\":2}]}");
            server.put("/rows", "{\"items\":[{\"id\":1}],\"next\":\"%s\"}".formatted(other.url("/more")));
            // When
            Reading reading = Reading.all(source(
                    "paging=next-link",
                    "next=/next",
                    "rows=/items",
                    "credentials=shop",
                    "allowHosts=" + other.url("").substring("http://".length())));
            // Then
            assertThat(reading.values("id")).containsExactly("1", "2");
            assertThat(server.header(0, "Authorization")).isEqualTo("Bearer s3cret");
            assertThat(other.header(0, "Authorization")).isEmpty();
        }
    }

    @Test
    void aTextOfFiftyMegabytesIsRefusedAndNotKeptInMemory() {
        server.put("/rows", request -> {
            request.sendResponseHeaders(200, 0);
            try (var body = request.getResponseBody()) {
                body.write("[{\"id\":1,\"text\":\"".getBytes(StandardCharsets.UTF_8));
                byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 800; i++) {
                    body.write(piece);
                }
                body.write("\"}]".getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThatThrownBy(() -> Reading.all(source()))
                .hasMessageContaining("Row 1")
                .hasMessageContaining("4194304 characters");
    }

    @Test
    void aRowThatIsNoObjectBecomesUnreadableAndTheOthersAreRead() throws Exception {
        server.put("/rows", "[{\"id\":1},\"two\",[3],{\"id\":4}]");
        Reading reading = Reading.all(source());
        assertThat(reading.values("id")).containsExactly("1", "4");
        assertThat(reading.rows()).filteredOn(row -> row.failure().isPresent()).hasSize(2);
    }

    @Test
    void anAnswerWithoutRowsWhereTheyShouldStandIsRefused() {
        server.put("/rows", "{\"results\":[{\"id\":1}]}");
        assertThatThrownBy(() -> Reading.all(source("rows=/items"))).hasMessageContaining("no array at '/items'");
    }

    @Test
    void aRedirectIsToldAndNotFollowed() {
        server.put("/rows", PageServer.status(302, "", "Location", "http://127.0.0.2/"));
        assertThatThrownBy(() -> Reading.all(source())).hasMessageContaining("It answered 302");
    }

    @Test
    void theNumberOfRowsIsTakenFromThePage() throws Exception {
        server.put("/rows", "{\"total\":99,\"items\":[{\"id\":1},{\"id\":2},{\"id\":3}]}");
        try (RowReader reader = source("rows=/items", "total=/total").open(StartPoint.BEGINNING, Reading.PLAIN)) {
            reader.next();
            assertThat(reader.total()).hasValue(99);
        }
    }

    private BatchSource source(String... options) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("url=" + server.url("/rows")), java.util.stream.Stream.of(options))
                .toArray(String[]::new);
        return TestEndpoints.source(CAMEL, "batch-http", all);
    }
}

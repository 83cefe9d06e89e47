package io.d365hub.virtual.source.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.QueryCases;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import io.d365hub.virtual.source.Bookshop;
import io.d365hub.virtual.source.SourceFixture;
import io.d365hub.virtual.source.TestCall;
import io.d365hub.virtual.source.web.WebServices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SAP CAP, which nobody here wrote, as the other OData service. Its pages have 4 and 40 rows, so next links are followed. */
class CapSourceIT {

    private static final int BOOKS = 95;

    @TempDir
    private static Path folder;

    private static Bookshop bookshop;
    private static WebServices services;
    private static VirtualTable things;
    private static TableSource source;
    private static VirtualTable books;
    private static TableSource bookSource;

    @BeforeAll
    static void start() throws Exception {
        bookshop = Bookshop.start(Map.of("BOOKS", Integer.toString(BOOKS)));
        services = SourceFixture.services();
        // Its eq is exact and its contains is not.
        things = QueryCases.table(
                SourceFixture.source(
                        "odata", "{ url: '" + bookshop.root() + "', cannot: [contains, startswith, endswith] }"),
                100);
        source = new ODataSourceType(services).open(things);
        for (Object[] row : QueryCases.rows()) {
            Map<VirtualColumn, Object> values = new LinkedHashMap<>();
            things.columns().forEach(column -> values.put(column, row[column.ordinal()]));
            source.create(values, TestCall.patient());
        }
        books = SourceFixture.table(folder, "Books", """
                source: { odata: { url: '%s' } }
                key: { name: BookId, column: isbn, type: string }
                columns:
                  Title: { column: title, type: string }
                  Price: { column: price, type: decimal }
                  Stock: { column: stock, type: int32 }
                  InPrint: { column: inPrint, type: boolean }
                  Published: { column: published, type: datetime }
                  Version: { column: '@odata.etag', type: string, nullable: false }
                version: Version
                operations: [read, create, update, delete]
                """.formatted(bookshop.root()));
        bookSource = new ODataSourceType(services).open(books);
    }

    @AfterAll
    static void stop() {
        if (bookshop != null) {
            services.close();
            bookshop.close();
        }
    }

    static Stream<QueryCases.Case> cases() {
        // How the other service orders texts is its own affair (docs/patterns/virtual-tables.md).
        return QueryCases.all().filter(question -> !question.name().startsWith("order: texts"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theAnswerIsTheOneThatEverySourceGives(QueryCases.Case question) throws SourceException {
        // When
        TablePage page = source.read(QueryCases.query(things, question, 0, 100, Optional.empty()), TestCall.patient());
        // Then
        assertThat(page.rows()).extracting(TableRow::key).isEqualTo(List.copyOf(question.expected()));
        assertThat(page.count()).hasValue(question.expected().size());
    }

    @Test
    void pagesOfTheHubJoinPagesOfTheServiceWithEachRowOnce() throws SourceException {
        // Given
        List<Object> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        // When
        do {
            TablePage page = bookSource.read(all(30, next), TestCall.patient());
            page.rows().forEach(row -> seen.add(row.key()));
            next = page.next();
        } while (next.isPresent());
        // Then
        assertThat(seen).hasSize(BOOKS).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aRowIsFoundByItsNaturalKeyAndAnotherIsNot() throws SourceException {
        // When
        Optional<TableRow> found = find("9780000000007");
        Optional<TableRow> missing = find("it's / not? there");
        // Then
        assertThat(found.orElseThrow().get(column("Price"))).hasToString("25.9");
        assertThat(missing).isEmpty();
    }

    @Test
    void anUpdateIsBoundToTheVersionThatTheServiceGave() throws SourceException {
        // Given
        Object version = find("9780000000011").orElseThrow().get(column("Version"));
        Map<VirtualColumn, Object> stock = Map.of(column("Stock"), 77);
        // When
        TableSource.WriteOutcome first =
                bookSource.update("9780000000011", stock, Optional.of(version), TestCall.patient());
        TableSource.WriteOutcome late =
                bookSource.update("9780000000011", stock, Optional.of(version), TestCall.patient());
        // Then
        assertThat(first).isEqualTo(TableSource.WriteOutcome.DONE);
        assertThat(late).isEqualTo(TableSource.WriteOutcome.OTHER_VERSION);
    }

    @Test
    void aRowIsCreatedOnceAndDeletedOnce() throws SourceException {
        // Given
        Map<VirtualColumn, Object> values = Map.of(books.key(), "9790000000001", column("Title"), "New");
        // When
        TableRow created = bookSource.create(values, TestCall.patient());
        TableSource.WriteOutcome deleted = bookSource.delete("9790000000001", Optional.empty(), TestCall.patient());
        TableSource.WriteOutcome again = bookSource.delete("9790000000001", Optional.empty(), TestCall.patient());
        // Then
        assertThat(created.key()).isEqualTo("9790000000001");
        assertThat(deleted).isEqualTo(TableSource.WriteOutcome.DONE);
        assertThat(again).isEqualTo(TableSource.WriteOutcome.NOT_FOUND);
    }

    @Test
    void rowsAreCountedByTheService() throws SourceException {
        // When
        long count = bookSource.count(Filter.ALL, TestCall.patient());
        // Then
        assertThat(count).isEqualTo(BOOKS);
    }

    private static Optional<TableRow> find(String isbn) throws SourceException {
        return bookSource.find(isbn, Set.copyOf(books.columns()), TestCall.patient());
    }

    private static TableQuery all(int limit, Optional<String> next) {
        return new TableQuery(
                books,
                Set.copyOf(books.columns()),
                Filter.ALL,
                List.of(new TableQuery.Order(books.key(), false)),
                0,
                limit,
                false,
                next);
    }

    private static VirtualColumn column(String name) {
        return books.column(name).orElseThrow();
    }
}

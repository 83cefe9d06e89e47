package io.d365hub.virtual;

import static io.d365hub.virtual.query.Filter.Comparator.EQ;
import static io.d365hub.virtual.query.Filter.Comparator.GE;
import static io.d365hub.virtual.query.Filter.Comparator.GT;
import static io.d365hub.virtual.query.Filter.Comparator.LE;
import static io.d365hub.virtual.query.Filter.Comparator.LT;
import static io.d365hub.virtual.query.Filter.Comparator.NE;

import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.TableQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Questions and their answers, the same for every kind of source: whoever evaluates a filter or an order, in a database or in
 * the hub, is held to these. The answers are written by hand, from OData 4.0 (Protocol 11.2.5, URL Conventions 5.1.1) and
 * from the rules of {@link Filter} and {@link TextComparison}.
 */
public final class QueryCases {

    private static final List<VirtualColumn> COLUMNS = List.of(
            column(0, "Id", ColumnType.INT32, false, TextComparison.EXACT),
            column(1, "Name", ColumnType.STRING, true, TextComparison.IGNORE_CASE),
            column(2, "Code", ColumnType.STRING, true, TextComparison.EXACT),
            column(3, "Price", ColumnType.DECIMAL, true, TextComparison.EXACT),
            column(4, "Rate", ColumnType.DOUBLE, true, TextComparison.EXACT),
            column(5, "Seats", ColumnType.INT32, true, TextComparison.EXACT),
            column(6, "Total", ColumnType.INT64, true, TextComparison.EXACT),
            column(7, "Active", ColumnType.BOOLEAN, true, TextComparison.EXACT),
            column(8, "Starts", ColumnType.DATETIME, true, TextComparison.EXACT),
            column(9, "Link", ColumnType.GUID, true, TextComparison.EXACT));

    private static final UUID LOW = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID HIGH = UUID.fromString("f0000000-0000-4000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    /** Values in the order of the columns. */
    private static final List<Object[]> ROWS = List.of(
            row(1, "Camel", "A-1", "10.50", 0.1, 5, 5_000_000_000L, true, NOON, LOW),
            row(2, "camel", "a-1", "10.5", 0.25, 0, -1L, false, NOON.plusMillis(1), HIGH),
            row(3, "CAMEL ", "A-1 ", "-3.0001", -1.5, -7, 0L, null, NOON.minusSeconds(86_400), null),
            row(4, null, null, null, null, null, null, null, null, null),
            row(5, "", "", "0", 0.0, 0, 0L, false, Instant.EPOCH, LOW),
            row(6, "Zürich", "Z", "99999999999.9999", 1e10, 2_000_000_000, 7L, true, NOON, LOW),
            row(7, "ZÜRICH West", "z", "10.4999", 0.3, 3, 8L, true, null, null),
            row(8, "Zurich", "É", null, null, 4, null, null, NOON, HIGH),
            row(9, "O'Neil & 50%_off", "e'; drop table x; --", "1", 1.0, 1, 1L, false, NOON, LOW),
            row(10, "a\\b_c", "%", "2", 2.0, 2, 2L, true, NOON, LOW));

    private QueryCases() {}

    /**
     * One question.
     *
     * @param name what it is about
     * @param order in which the rows are wanted; the key is added
     * @param expected the keys of the answer, in order
     */
    public record Case(String name, Filter filter, List<TableQuery.Order> order, List<Integer> expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** The table of the questions, with a source that only says where it comes from. */
    public static VirtualTable table(SourceDeclaration source, int rowLimit) {
        return new VirtualTable(
                "test",
                "Things",
                "Thing",
                "",
                COLUMNS,
                Optional.empty(),
                EnumSet.allOf(TableOperation.class),
                Duration.ZERO,
                Duration.ofSeconds(10),
                rowLimit,
                100,
                source);
    }

    /** The rows: for each the values in the order of the table's columns, in their Java types. */
    public static List<Object[]> rows() {
        return ROWS;
    }

    /** The rows as a source gives them. */
    public static List<TableRow> rows(VirtualTable table) throws SourceException {
        List<TableRow> rows = new ArrayList<>();
        for (Object[] values : ROWS) {
            TableRow.Builder row = TableRow.of(table);
            for (VirtualColumn column : table.columns()) {
                row.set(column, values[column.ordinal()]);
            }
            rows.add(row.build());
        }
        return rows;
    }

    /** The query of a case, all columns, with the key at the end of its order. */
    public static TableQuery query(VirtualTable table, Case question, long skip, int limit, Optional<String> next) {
        List<TableQuery.Order> order = new ArrayList<>(question.order());
        order.add(new TableQuery.Order(table.key(), false));
        return new TableQuery(table, Set.copyOf(table.columns()), question.filter(), order, skip, limit, true, next);
    }

    /** All questions. */
    public static Stream<Case> all() {
        return Stream.of(numbers(), texts(), nulls(), others(), logic(), orders())
                .flatMap(List::stream);
    }

    private static List<Case> numbers() {
        return List.of(
                asks("a decimal equals whatever its scale", is("Price", EQ, new BigDecimal("10.5")), 1, 2),
                asks("a decimal is compared exactly", is("Price", LT, new BigDecimal("10.50")), 3, 5, 7, 9, 10),
                asks("a large decimal loses no digit", is("Price", EQ, new BigDecimal("99999999999.9999")), 6),
                asks("an integer column against a decimal", is("Seats", GT, new BigDecimal("2.5")), 1, 6, 7, 8),
                asks("a negative number", is("Seats", LE, -7), 3),
                asks("a number beyond 32 bits", is("Total", GE, 5_000_000_000L), 1),
                asks("a floating point number against a decimal", is("Rate", EQ, new BigDecimal("0.1")), 1),
                asks("two number columns of different types", compare("Seats", EQ, "Rate"), 4, 5, 9, 10),
                asks("a number in a list", in("Seats", 0, 5), 1, 2, 5));
    }

    private static List<Case> texts() {
        return List.of(
                asks("eq ignores case", is("Name", EQ, "CAMEL"), 1, 2),
                asks("eq of an exact column does not", is("Code", EQ, "A-1"), 1),
                asks("blanks at the end count", is("Name", EQ, "camel "), 3),
                asks("accents count, their case does not", is("Name", EQ, "zÜRICH"), 6),
                asks("an accent of an exact column", is("Code", EQ, "É"), 8),
                asks("the empty text is not null", is("Name", EQ, ""), 5),
                asks("a quote is only a character", is("Name", EQ, "o'neil & 50%_OFF"), 9),
                asks("an injection is only a text", is("Code", EQ, "e'; drop table x; --"), 9),
                asks("ne ignores case and takes null", is("Name", NE, "camel"), 3, 4, 5, 6, 7, 8, 9, 10),
                asks("lt by lower case", is("Name", LT, "Camel"), 5, 10),
                asks("ge by lower case", is("Name", GE, "ZURICH"), 6, 7, 8),
                asks("lt of an exact column by code points", is("Code", LT, "a"), 1, 3, 5, 6, 10),
                asks("in ignores case", in("Name", "CAMEL", "zurich"), 1, 2, 8),
                asks("contains ignores case", match(Filter.TextMatch.Kind.CONTAINS, "Name", "AME"), 1, 2, 3),
                asks("contains knows no wildcards", match(Filter.TextMatch.Kind.CONTAINS, "Name", "%_"), 9),
                asks("contains a backslash", match(Filter.TextMatch.Kind.CONTAINS, "Name", "\\B_"), 10),
                asks("an exact contains", match(Filter.TextMatch.Kind.CONTAINS, "Code", "a"), 2, 9),
                asks("startswith", match(Filter.TextMatch.Kind.STARTS_WITH, "Name", "zü"), 6, 7),
                asks("endswith", match(Filter.TextMatch.Kind.ENDS_WITH, "Name", "CH"), 6, 8),
                asks(
                        "every text but null contains the empty text",
                        match(Filter.TextMatch.Kind.CONTAINS, "Name", ""),
                        1,
                        2,
                        3,
                        5,
                        6,
                        7,
                        8,
                        9,
                        10),
                asks("tolower of an exact column", text(Operand.TextFunction.Kind.TO_LOWER, "Code", "a-1"), 1, 2),
                asks("toupper of an exact column", text(Operand.TextFunction.Kind.TO_UPPER, "Code", "Z"), 6, 7),
                asks("trim", text(Operand.TextFunction.Kind.TRIM, "Code", "A-1"), 1, 3),
                asks("length", function(Operand.TextFunction.Kind.LENGTH, "Name", GT, 6), 7, 9),
                asks("length of the empty text", function(Operand.TextFunction.Kind.LENGTH, "Code", EQ, 0), 5));
    }

    private static List<Case> nulls() {
        return List.of(
                asks("eq null", isNull("Name", EQ), 4),
                asks("ne null", isNull("Name", NE), 1, 2, 3, 5, 6, 7, 8, 9, 10),
                asks("lt leaves null out", is("Seats", LT, 1), 2, 3, 5),
                asks("not lt leaves null out", new Filter.Not(is("Seats", LT, 1)), 1, 6, 7, 8, 9, 10),
                asks("not eq takes null", new Filter.Not(is("Seats", EQ, 0)), 1, 3, 4, 6, 7, 8, 9, 10),
                asks(
                        "not contains leaves null out",
                        new Filter.Not(match(Filter.TextMatch.Kind.CONTAINS, "Name", "a")),
                        5,
                        6,
                        7,
                        8,
                        9),
                asks("not in takes null", new Filter.Not(in("Seats", 0, 1, 2, 3, 4, 5)), 3, 4, 6),
                asks("two null columns are equal", compare("Price", EQ, "Rate"), 4, 5, 8, 9, 10),
                asks("unknown or true is true", new Filter.Or(List.of(is("Seats", GT, 100), is("Id", EQ, 4))), 4, 6),
                asks(
                        "unknown and false is false",
                        new Filter.Not(new Filter.And(List.of(is("Seats", GT, 100), is("Id", EQ, 6)))),
                        1,
                        2,
                        3,
                        4,
                        5,
                        7,
                        8,
                        9,
                        10),
                asks(
                        "tolower of null is null",
                        function(Operand.TextFunction.Kind.TO_LOWER, "Code", NE, "z"),
                        1,
                        2,
                        3,
                        4,
                        5,
                        8,
                        9,
                        10));
    }

    private static List<Case> others() {
        return List.of(
                asks("true", is("Active", EQ, true), 1, 6, 7, 10),
                asks("ne true takes null", is("Active", NE, true), 2, 3, 4, 5, 8, 9),
                asks("a moment", is("Starts", EQ, NOON), 1, 6, 8, 9, 10),
                asks("a millisecond later", is("Starts", GT, NOON), 2),
                asks("a day before", is("Starts", LT, NOON), 3, 5),
                asks("a GUID", is("Link", EQ, LOW), 1, 5, 6, 9, 10),
                asks("a GUID in a list", in("Link", HIGH), 2, 8));
    }

    private static List<Case> logic() {
        return List.of(
                asks("every row", Filter.ALL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                asks("and", new Filter.And(List.of(is("Active", EQ, true), is("Seats", GT, 3))), 1, 6),
                asks("or", new Filter.Or(List.of(is("Active", EQ, true), is("Seats", EQ, 0))), 1, 2, 5, 6, 7, 10),
                asks(
                        "nested",
                        new Filter.Not(new Filter.Or(List.of(
                                is("Seats", GT, 2), new Filter.And(List.of(is("Id", GT, 2), is("Seats", LE, 2)))))),
                        2));
    }

    private static List<Case> orders() {
        return List.of(
                ordered("nulls first, ascending", "Seats", false, 4, 3, 2, 5, 9, 10, 7, 8, 1, 6),
                ordered("nulls last, descending", "Seats", true, 6, 1, 8, 7, 10, 9, 2, 5, 3, 4),
                ordered("texts without case", "Name", false, 4, 5, 10, 1, 2, 3, 9, 8, 6, 7),
                ordered("texts by code points", "Code", false, 4, 5, 10, 1, 3, 6, 2, 9, 7, 8),
                ordered("decimals", "Price", false, 4, 8, 3, 5, 9, 10, 7, 1, 2, 6),
                ordered("truth values", "Active", false, 3, 4, 8, 2, 5, 9, 1, 6, 7, 10),
                ordered("GUIDs", "Link", false, 3, 4, 7, 1, 5, 6, 9, 10, 2, 8),
                ordered("moments", "Starts", true, 2, 1, 6, 8, 9, 10, 3, 5, 4, 7));
    }

    private static Case asks(String name, Filter filter, Integer... expected) {
        return new Case(name, filter, List.of(), List.of(expected));
    }

    private static Case ordered(String name, String column, boolean descending, Integer... expected) {
        return new Case(
                "order: " + name,
                Filter.ALL,
                List.of(new TableQuery.Order(named(column), descending)),
                Arrays.asList(expected));
    }

    private static Filter is(String column, Filter.Comparator comparator, Object value) {
        return new Filter.Comparison(operand(column), comparator, literal(value));
    }

    private static Filter isNull(String column, Filter.Comparator comparator) {
        return new Filter.Comparison(
                operand(column), comparator, new Operand.Literal(named(column).sourceType(), null));
    }

    private static Filter compare(String left, Filter.Comparator comparator, String right) {
        return new Filter.Comparison(operand(left), comparator, operand(right));
    }

    private static Filter in(String column, Object... values) {
        return new Filter.In(
                operand(column), Stream.of(values).map(QueryCases::literal).toList());
    }

    private static Filter match(Filter.TextMatch.Kind kind, String column, String part) {
        return new Filter.TextMatch(kind, operand(column), literal(part));
    }

    private static Filter text(Operand.TextFunction.Kind kind, String column, String value) {
        return function(kind, column, EQ, value);
    }

    private static Filter function(
            Operand.TextFunction.Kind kind, String column, Filter.Comparator comparator, Object value) {
        return new Filter.Comparison(new Operand.TextFunction(kind, operand(column)), comparator, literal(value));
    }

    private static Operand operand(String column) {
        return new Operand.Column(named(column));
    }

    private static Operand.Literal literal(Object value) {
        ColumnType type = Stream.of(ColumnType.values())
                .filter(candidate -> candidate.javaType().isInstance(value))
                .findFirst()
                .orElseThrow();
        return new Operand.Literal(type, value);
    }

    private static VirtualColumn named(String name) {
        return COLUMNS.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static VirtualColumn column(
            int ordinal, String name, ColumnType type, boolean nullable, TextComparison comparison) {
        return new VirtualColumn(
                ordinal,
                name,
                type,
                type,
                name.toLowerCase(java.util.Locale.ROOT),
                nullable,
                OptionalInt.empty(),
                type == ColumnType.DECIMAL ? OptionalInt.of(19) : OptionalInt.empty(),
                type == ColumnType.DECIMAL ? OptionalInt.of(4) : OptionalInt.empty(),
                comparison,
                false,
                Optional.empty());
    }

    private static Object[] row(Object... values) {
        Object[] row = values.clone();
        row[3] = values[3] == null ? null : new BigDecimal((String) values[3]);
        return row;
    }
}

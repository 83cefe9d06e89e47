package io.d365hub;

import io.d365hub.console.VirtualTables;
import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.TableOperation;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Virtual tables as the admin API tells of them. */
final class VirtualTableView implements VirtualTables {

    private final Supplier<Optional<VirtualParts>> parts;

    /** @param parts empty until they are started */
    VirtualTableView(Supplier<Optional<VirtualParts>> parts) {
        this.parts = parts;
    }

    @Override
    public List<Line> all() {
        return parts.get().stream()
                .flatMap(started -> started.services().stream())
                .flatMap(service -> service.tables().stream())
                .map(VirtualTableView::line)
                .toList();
    }

    @Override
    public Optional<Description> of(String service, String table) {
        return parts.get().flatMap(started -> started.services().stream()
                .filter(one -> one.name().equals(service))
                .flatMap(one -> one.table(table).stream())
                .findFirst()
                .map(found -> description(found, started.capabilities(found))));
    }

    private static Line line(VirtualTable table) {
        return new Line(
                table.path(),
                "/virtual/" + table.path(),
                table.source().type(),
                table.operations().stream().sorted().map(TableOperation::word).toList(),
                table.description());
    }

    private static Description description(VirtualTable table, List<String> capabilities) {
        return new Description(
                line(table),
                table.entityType(),
                key(table.key()),
                table.version().map(VirtualColumn::name).orElse(""),
                table.columns().stream().map(VirtualTableView::column).toList(),
                capabilities,
                List.of(
                        "answers may be " + table.cacheTime().toMillis() + " ms old",
                        "the source may take " + table.timeout().toMillis() + " ms",
                        "the hub reads at most " + table.rowLimit() + " rows to answer one question itself",
                        "an answer has at most " + table.pageSize() + " rows; the rest follows by next link"));
    }

    private static String key(VirtualColumn key) {
        return key.isMintedGuid()
                ? key.name() + ", a GUID that the hub makes of '" + key.sourceName() + "' ("
                        + key.sourceType().word() + ")"
                : key.name() + ", the GUID '" + key.sourceName() + "' of the source";
    }

    private static Column column(VirtualColumn column) {
        return new Column(
                column.name(),
                column.type().edm(),
                column.sourceName(),
                column.nullable(),
                column.readOnly(),
                column.type() == ColumnType.STRING ? text(column.comparison()) : "");
    }

    private static String text(TextComparison comparison) {
        return comparison.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

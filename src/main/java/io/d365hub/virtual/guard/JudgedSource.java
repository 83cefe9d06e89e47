package io.d365hub.virtual.guard;

import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.query.TableQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Believes no source: no key twice in a page, no other row than the one asked for, no more rows than asked for. Makes sure
 * that GUIDs can be read back before anybody sees them. Blocks as its source does.
 */
final class JudgedSource {

    private final VirtualTable table;
    private final TableSource source;
    private final GuidKeys keys;

    JudgedSource(VirtualTable table, TableSource source, GuidKeys keys) {
        this.table = table;
        this.source = source;
        this.keys = keys;
    }

    TablePage read(TableQuery query, SourceCall call) throws SourceException {
        TablePage page = source.read(query, call);
        if (page.rows().size() > query.limit()) {
            throw SourceException.wrongData("The source of %s gave more rows than asked for.".formatted(table.path()));
        }
        Set<Object> seen = new HashSet<>();
        for (TableRow row : page.rows()) {
            if (!seen.add(row.key())) {
                throw SourceException.wrongData(
                        "The source of %s gave two rows with the same value of the key column '%s'."
                                .formatted(table.path(), table.key().name()));
            }
        }
        remember(page.rows());
        return page;
    }

    Optional<TableRow> find(Object key, Set<VirtualColumn> columns, SourceCall call) throws SourceException {
        // A source may compare texts less exactly than keys are compared: then it is another row.
        Optional<TableRow> row =
                source.find(key, columns, call).filter(found -> found.key().equals(key));
        remember(row.stream().toList());
        return row;
    }

    TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        TableRow row = source.create(values, call);
        remember(List.of(row));
        return row;
    }

    private void remember(List<TableRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        for (VirtualColumn column : table.columns()) {
            if (GuidKeys.mayBeNamed(column)) {
                keys.remember(
                        table,
                        column,
                        rows.stream()
                                .filter(row -> row.has(column))
                                .map(row -> row.get(column))
                                .filter(Objects::nonNull)
                                .toList());
            }
        }
    }
}

package io.d365hub.virtual.sql;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.sql.SqlTable.Kind;
import io.d365hub.virtual.sql.SqlTable.SqlColumn;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks a table up in its database: the true spelling of its names, and the types of its columns. */
final class SqlTableReader {

    /** Databases convert between these and numbers when they compare, each by rules of its own, or not at all. */
    private static final Set<Integer> TEXTS = Set.of(
            Types.CHAR,
            Types.VARCHAR,
            Types.LONGVARCHAR,
            Types.CLOB,
            Types.NCHAR,
            Types.NVARCHAR,
            Types.LONGNVARCHAR,
            Types.NCLOB);

    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.NUMERIC,
            Types.DECIMAL,
            Types.FLOAT,
            Types.DOUBLE);

    private final VirtualTable table;
    private final SqlOptions options;

    SqlTableReader(VirtualTable table, SqlOptions options) {
        this.table = table;
        this.options = options;
    }

    private record Found(String schema, String table, Map<String, Integer> types, Map<String, String> typeNames) {}

    /** @throws SourceException naming what is not there */
    SqlTable read(Connection connection) throws SQLException, SourceException {
        DatabaseMetaData metadata = connection.getMetaData();
        Found found = find(connection, metadata);
        String quote = metadata.getIdentifierQuoteString().strip();
        Map<VirtualColumn, SqlColumn> columns = new HashMap<>();
        for (VirtualColumn column : table.columns()) {
            String name = nameOf(column, found);
            columns.put(column, new SqlColumn(quoted(name, quote), kind(column, name, found)));
        }
        String schema = found.schema() == null || found.schema().isEmpty() ? "" : quoted(found.schema(), quote) + ".";
        return new SqlTable(
                schema + quoted(found.table(), quote),
                columns,
                SqlDialect.of(metadata.getDatabaseProductName()),
                options.zone());
    }

    private Found find(Connection connection, DatabaseMetaData metadata) throws SQLException, SourceException {
        List<String[]> candidates = new ArrayList<>();
        String wantedSchema = options.schema().orElseGet(() -> currentSchema(connection));
        String escape = metadata.getSearchStringEscape();
        try (ResultSet tables =
                metadata.getTables(connection.getCatalog(), null, anyCase(options.table(), escape), null)) {
            while (tables.next()) {
                String schema = tables.getString("TABLE_SCHEM");
                String name = tables.getString("TABLE_NAME");
                boolean here = wantedSchema == null || schema == null || schema.equalsIgnoreCase(wantedSchema);
                if (name.equalsIgnoreCase(options.table()) && here) {
                    candidates.add(new String[] {schema, name});
                }
            }
        }
        Optional<String[]> exact = candidates.stream()
                .filter(candidate -> candidate[1].equals(options.table()))
                .findFirst();
        if (exact.isEmpty() && candidates.size() != 1) {
            throw SourceException.failed(
                    "%s: data source '%s' has %s table or view '%s'%s."
                            .formatted(
                                    table.path(),
                                    options.dataSource(),
                                    candidates.isEmpty() ? "no" : "more than one",
                                    options.table(),
                                    wantedSchema == null ? "" : " in schema '" + wantedSchema + "'"),
                    null);
        }
        String[] chosen = exact.orElseGet(() -> candidates.get(0));
        return columnsOf(connection, metadata, chosen[0], chosen[1], escape);
    }

    /** Names are compared here without regard to case; the database is asked with a pattern that it finds either way. */
    private static String anyCase(String name, String escape) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            pattern.append(Character.isLetter(c) ? "_" : c == '_' || c == '%' ? escape + c : String.valueOf(c));
        }
        return pattern.toString();
    }

    private static String currentSchema(Connection connection) {
        try {
            return connection.getSchema();
        } catch (SQLException | AbstractMethodError e) {
            return null;
        }
    }

    private static Found columnsOf(
            Connection connection, DatabaseMetaData metadata, String schema, String name, String escape)
            throws SQLException {
        Map<String, Integer> types = new HashMap<>();
        Map<String, String> typeNames = new HashMap<>();
        String pattern = name.replace("_", escape + "_").replace("%", escape + "%");
        try (ResultSet columns = metadata.getColumns(connection.getCatalog(), null, pattern, null)) {
            while (columns.next()) {
                String of = columns.getString("TABLE_SCHEM");
                if (columns.getString("TABLE_NAME").equals(name) && (schema == null || schema.equals(of))) {
                    types.put(columns.getString("COLUMN_NAME"), columns.getInt("DATA_TYPE"));
                    typeNames.put(columns.getString("COLUMN_NAME"), columns.getString("TYPE_NAME"));
                }
            }
        }
        return new Found(schema, name, types, typeNames);
    }

    private String nameOf(VirtualColumn column, Found found) throws SourceException {
        if (found.types().containsKey(column.sourceName())) {
            return column.sourceName();
        }
        List<String> alike = found.types().keySet().stream()
                .filter(name -> name.equalsIgnoreCase(column.sourceName()))
                .toList();
        if (alike.size() == 1) {
            return alike.get(0);
        }
        throw SourceException.failed(
                "%s: table '%s' of data source '%s' has no column '%s', which is declared as '%s'."
                        .formatted(
                                table.path(),
                                options.table(),
                                options.dataSource(),
                                column.sourceName(),
                                column.name()),
                null);
    }

    private Kind kind(VirtualColumn column, String name, Found found) throws SourceException {
        int type = found.types().get(name);
        String typeName = found.typeNames().get(name).toLowerCase(Locale.ROOT);
        if (type == Types.REAL || typeName.equals("float4")) {
            throw SourceException.failed(
                    "%s: column '%s' is of type %s, which cannot be compared exactly. Make it double precision or numeric, or offer a view that does."
                            .formatted(table.path(), column.name(), typeName),
                    null);
        }
        if (column.sourceType() != ColumnType.DATETIME) {
            if ((column.sourceType() == ColumnType.STRING && NUMBERS.contains(type))
                    || (column.sourceType().isNumber() && TEXTS.contains(type))) {
                throw otherType(column, typeName);
            }
            return Kind.PLAIN;
        }
        if (type == Types.DATE) {
            return Kind.DATE;
        }
        if (type == Types.TIMESTAMP_WITH_TIMEZONE || typeName.contains("timestamptz") || typeName.contains("offset")) {
            return Kind.TIMESTAMP_WITH_ZONE;
        }
        if (type == Types.TIMESTAMP) {
            return Kind.TIMESTAMP;
        }
        throw otherType(column, typeName);
    }

    private SourceException otherType(VirtualColumn column, String typeName) {
        return SourceException.wrongData("%s: column '%s' is declared as %s, and is of type %s."
                .formatted(table.path(), column.name(), column.sourceType().word(), typeName));
    }

    private static String quoted(String name, String quote) throws SourceException {
        if (quote.isEmpty()) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw SourceException.failed("'" + name + "' cannot be quoted in this database.", null);
            }
            return name;
        }
        return quote + name.replace(quote, quote + quote) + quote;
    }
}

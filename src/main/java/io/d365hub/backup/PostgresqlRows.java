package io.d365hub.backup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows of a PostgreSQL database as files, one for each table: the names of its columns, then what {@code copy ... to stdout}
 * writes. All of them are of the moment at which {@link #begin} was called, however long the copying takes.
 */
final class PostgresqlRows {

    static final String SUFFIX = ".rows";

    /** Made by the migrations anew. */
    private static final String HISTORY = "flyway_schema_history";

    private static final int BUFFER = 1 << 16;

    private final Connection connection;

    private PostgresqlRows(Connection connection) {
        this.connection = connection;
    }

    static PostgresqlRows of(Connection connection) {
        return new PostgresqlRows(connection);
    }

    /** From now on the connection sees the database as it is now. */
    void begin() throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        // The first statement fixes what the transaction sees.
        run("select 1");
    }

    /** Writes all tables below a folder, and ends what {@link #begin} began. */
    void take(Path folder) throws SQLException, IOException {
        Files.createDirectories(folder);
        for (String table : tables()) {
            if (!table.equals(HISTORY)) {
                take(table, folder.resolve(table + SUFFIX));
            }
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private void take(String table, Path file) throws SQLException, IOException {
        String columns = columns(table).stream().map(PostgresqlRows::quoted).collect(Collectors.joining(","));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write((columns + "\n").getBytes(StandardCharsets.UTF_8));
            long unused = copies().copyOut("copy " + quoted(table) + " (" + columns + ") to stdout", out);
        }
        StoredFiles.force(file);
    }

    /** Whether a hub has tables here. */
    boolean hasTables() throws SQLException {
        return tables().contains(HISTORY);
    }

    /**
     * Fills the tables, which have been made and hold nothing worth keeping, with what {@link #take} wrote: all of it or nothing.
     */
    void fill(Path folder) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            List<String> tables = new ArrayList<>(referencedFirst(tables()));
            tables.remove(HISTORY);
            // Counters and texts that triggers keep are rows of the backup, too.
            for (String table : tables) {
                run("alter table " + quoted(table) + " disable trigger user");
            }
            run("truncate " + tables.stream().map(PostgresqlRows::quoted).collect(Collectors.joining(", ")));
            for (String table : tables) {
                Path file = folder.resolve(table + SUFFIX);
                if (Files.exists(file)) {
                    fill(table, file);
                }
            }
            for (String table : tables) {
                run("alter table " + quoted(table) + " enable trigger user");
            }
            connection.commit();
        } catch (SQLException | IOException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
        run("analyze");
    }

    private void fill(String table, Path file) throws SQLException, IOException {
        try (InputStream rows = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            String columns = line(rows);
            long unused = copies().copyIn("copy " + quoted(table) + " (" + columns + ") from stdin", rows);
        }
        for (String column :
                texts("select column_name from information_schema.columns where table_schema = current_schema()"
                        + " and table_name = '" + literal(table) + "' and is_identity = 'YES'")) {
            run("select setval(pg_get_serial_sequence('" + literal(quoted(table)) + "', '" + literal(column)
                    + "'), coalesce(max(" + quoted(column) + "), 1), max(" + quoted(column) + ") is not null) from "
                    + quoted(table));
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("A file of the database has no first line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Puts all tables and functions into a new schema, so that others can be made; nothing is deleted. */
    void moveAside(String schema) throws SQLException {
        connection.setAutoCommit(false);
        try {
            String here = connection.getSchema();
            run("create schema " + quoted(schema));
            for (String table : tables()) {
                run("alter table " + quoted(table) + " set schema " + quoted(schema));
            }
            for (String function : texts("select p.oid::regprocedure::text from pg_proc p join pg_namespace n on"
                    + " n.oid = p.pronamespace where n.nspname = '" + literal(here) + "' and not exists"
                    + " (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')")) {
                run("alter function " + function + " set schema " + quoted(schema));
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private List<String> tables() throws SQLException {
        return texts("select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where n.nspname = current_schema() and c.relkind = 'r' order by c.relname");
    }

    private List<String> columns(String table) throws SQLException {
        return texts("select column_name from information_schema.columns where table_schema = current_schema()"
                + " and table_name = '" + literal(table) + "' and is_generated = 'NEVER' order by ordinal_position");
    }

    /** A table after those that its rows refer to. */
    private Set<String> referencedFirst(List<String> tables) throws SQLException {
        Set<String> references = new LinkedHashSet<>(texts("select a.relname || ' ' || b.relname from pg_constraint f"
                + " join pg_class a on a.oid = f.conrelid join pg_class b on b.oid = f.confrelid"
                + " where f.contype = 'f' and a.oid <> b.oid"));
        Set<String> sorted = new LinkedHashSet<>();
        while (sorted.size() < tables.size()) {
            int before = sorted.size();
            tables.stream()
                    .filter(table -> tables.stream()
                            .allMatch(other -> sorted.contains(other) || !references.contains(table + " " + other)))
                    .forEach(sorted::add);
            if (sorted.size() == before) {
                sorted.addAll(tables);
            }
        }
        return sorted;
    }

    private CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return text.replace("'", "''");
    }
}

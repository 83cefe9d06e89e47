package io.d365hub.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** The rows of {@code bench/virtual} in a database: those that SAP CAP makes for itself, see clients/bookshop/server.js. */
final class VirtualRows {

    private static final String TABLE = """
            create table items (id uuid primary key, code varchar(20), name varchar(100), price decimal(12,4), quantity integer,
              active boolean, changed timestamp with time zone)
            """;
    private static final String FILL = """
            insert into items select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'I-' || n,
              'Item number ' || n, n / 8.0, n %% 500, n %% 3 <> 0, timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second'
            from generate_series(0, %d - 1) n
            """;
    private static final String ROW = "select id, code, name, price, quantity, active, changed from items where id = ?";

    private final DataSource database;
    private final int count;

    VirtualRows(DataSource database, int count) {
        this.database = database;
        this.count = count;
    }

    void fill() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            statement.execute(FILL.formatted(count));
            statement.execute("create view hanging_items as select items.* from items, pg_sleep(600)");
            statement.execute("analyze items");
        }
    }

    /** Another table with so many small rows. */
    void fillLarge(long rows) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create unlogged table large_items as select n id, 'Item number ' || n as name,"
                    + " (n %% 500)::integer quantity from generate_series(1::bigint, %d) n".formatted(rows));
            statement.execute("alter table large_items add primary key (id)");
            statement.execute("analyze large_items");
        }
    }

    Connection connect() throws SQLException {
        return database.getConnection();
    }

    /** Reads one row as a careful program does: a statement for each question, all columns. */
    void read(Connection connection, long number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROW)) {
            statement.setObject(1, id(spread(number, count)));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("A row is missing.");
                }
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    row.getObject(i);
                }
            }
        }
    }

    static UUID id(long number) {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | Long.parseLong(Long.toString(number), 16));
    }

    /** Numbers from 0 to below {@code size}, each next one far from the last. */
    static long spread(long n, long size) {
        return Math.floorMod(n * 7_919, size);
    }
}

package io.d365hub.database;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Puts many rows into a table within the transaction of a connection. PostgreSQL gets them by COPY in its binary form: no
 * statement to parse for each hundred rows, no parameters, and triggers of a statement run once. H2 gets them as a batch.
 *
 * <p>A row that the table refuses, for its key or its data, fails all of them.
 */
public final class BulkInsert {

    private static final int PORTION_BYTES = 64 << 10;
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int END = -1;
    private static final int NULL = -1;

    private BulkInsert() {}

    /**
     * Inserts the rows.
     *
     * @param rows values in the order of the columns: {@link UUID}, {@link String}, {@link Long} for bigint, {@link Integer} for
     *     integer, {@link Short} for smallint, bytes, or null. PostgreSQL takes them for what the column is, so they must fit exactly
     * @throws SQLException when the database fails or refuses a row
     */
    public static void into(Connection connection, String table, List<String> columns, Collection<Object[]> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String into = table + " (" + String.join(", ", columns) + ")";
        if (HubDatabase.isPostgresql(connection)) {
            copy(connection.unwrap(PGConnection.class), "copy " + into + " from stdin (format binary)", rows);
        } else {
            String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
            batch(connection, "insert into " + into + " values (" + values + ")", rows);
        }
    }

    private static void batch(Connection connection, String sql, Collection<Object[]> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void copy(PGConnection connection, String sql, Collection<Object[]> rows) throws SQLException {
        CopyIn copy = connection.getCopyAPI().copyIn(sql);
        try {
            ByteArrayOutputStream portion = new ByteArrayOutputStream(PORTION_BYTES + (PORTION_BYTES >> 2));
            DataOutputStream out = new DataOutputStream(portion);
            out.write(SIGNATURE);
            // Flags, and the length of an extension of the header.
            out.writeInt(0);
            out.writeInt(0);
            for (Object[] row : rows) {
                write(out, row);
                if (portion.size() >= PORTION_BYTES) {
                    send(copy, portion);
                }
            }
            out.writeShort(END);
            send(copy, portion);
            copy.endCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, ByteArrayOutputStream portion) throws SQLException {
        byte[] bytes = portion.toByteArray();
        copy.writeToCopy(bytes, 0, bytes.length);
        portion.reset();
    }

    private static void write(DataOutputStream out, Object[] row) throws IOException {
        out.writeShort(row.length);
        for (Object value : row) {
            write(out, value);
        }
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.writeInt(NULL);
        } else if (value instanceof UUID uuid) {
            out.writeInt(2 * Long.BYTES);
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        } else if (value instanceof Long number) {
            out.writeInt(Long.BYTES);
            out.writeLong(number);
        } else if (value instanceof Integer number) {
            out.writeInt(Integer.BYTES);
            out.writeInt(number);
        } else if (value instanceof Short number) {
            out.writeInt(Short.BYTES);
            out.writeShort(number);
        } else {
            byte[] bytes = value instanceof byte[] raw ? raw : ((String) value).getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }
}

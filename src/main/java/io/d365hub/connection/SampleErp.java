package io.d365hub.connection;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The ERP database of the sample company, embedded: 10,000 customers, products with their stock by warehouse, and prices.
 * Made and filled when the first connection is asked for, so that a hub that never needs it starts as quickly as before.
 */
final class SampleErp extends LazyPool {

    static final String NAME = "erp";

    private static final String SCRIPT = "classpath:sample-erp/erp.sql";
    /** The script makes it last: where it is, everything is. */
    private static final String LAST_TABLE = "prices";

    private boolean filled;

    SampleErp(Path folder) {
        super(new DataSourceSettings(
                NAME,
                // Over H2's asynchronous files: the interrupt of a stopped run would close the others under a reader.
                "jdbc:h2:async:" + folder.toAbsolutePath().normalize().resolve("erp")
                        + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;CACHE_SIZE=8192",
                "erp",
                "",
                DataSourceSettings.DEFAULT_CONNECTIONS));
    }

    @Override
    public Connection getConnection() throws SQLException {
        fill();
        return super.getConnection();
    }

    private synchronized void fill() throws SQLException {
        if (filled) {
            return;
        }
        try (Connection connection = super.getConnection()) {
            if (!isThere(connection)) {
                try (Statement script = connection.createStatement()) {
                    script.execute("runscript from '" + SCRIPT + "'");
                }
            }
        }
        filled = true;
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, LAST_TABLE, null)) {
            return tables.next();
        }
    }
}

package io.d365hub.virtual.sql;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2TablesJourneyTest extends SqlTablesJourney {

    @Override
    DataSource open(Path place) {
        return JdbcConnectionPool.create("jdbc:h2:" + place.resolve("erp"), "sa", "");
    }
}

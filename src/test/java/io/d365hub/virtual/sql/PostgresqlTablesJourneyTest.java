package io.d365hub.virtual.sql;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresqlTablesJourneyTest extends SqlTablesJourney {

    @Override
    DataSource open(Path place) {
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(place);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        return source;
    }
}

package io.d365hub.batch.source.sql;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import org.apache.camel.spi.annotations.Component;

/** Makes {@code batch-sql:} endpoints. */
@Component("batch-sql")
public class SqlSourceComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new SqlSourceEndpoint(uri, this, name);
    }
}

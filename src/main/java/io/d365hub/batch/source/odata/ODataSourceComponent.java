package io.d365hub.batch.source.odata;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import org.apache.camel.spi.annotations.Component;

/** Makes {@code batch-odata:} endpoints. */
@Component("batch-odata")
public class ODataSourceComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new ODataSourceEndpoint(uri, this, name);
    }
}

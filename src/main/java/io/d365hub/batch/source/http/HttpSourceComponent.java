package io.d365hub.batch.source.http;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import org.apache.camel.spi.annotations.Component;

/** Makes {@code batch-http:} endpoints. */
@Component("batch-http")
public class HttpSourceComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new HttpSourceEndpoint(uri, this, name);
    }
}

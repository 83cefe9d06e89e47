package io.d365hub.batch.source.dataverse;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import org.apache.camel.spi.annotations.Component;

/** Makes {@code batch-dataverse:} endpoints. */
@Component("batch-dataverse")
public class DataverseSourceComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new DataverseSourceEndpoint(uri, this, name);
    }
}

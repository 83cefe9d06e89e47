package io.d365hub.mapping.table;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code table-map:file:transformations/x.map.yaml} endpoints. */
@Component("table-map")
public final class TableMapComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new TableMapEndpoint(uri, this, remaining);
    }
}

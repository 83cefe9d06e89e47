package io.d365hub.bus.bridge;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Makes {@code bus-source:<integration>} endpoints. Without {@link BridgeSurroundings} in Camel's registry, as in rehearsals,
 * nothing is connected.
 */
@Component("bus-source")
public final class BusSourceComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        BusSourceEndpoint endpoint = new BusSourceEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

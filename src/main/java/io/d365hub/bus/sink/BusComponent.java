package io.d365hub.bus.sink;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code bus:queue:<name>} and {@code bus:topic:<name>} endpoints. */
@Component("bus")
public final class BusComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String[] parts = remaining.split(":", 2);
        if (parts.length != 2 || !(parts[0].equals("queue") || parts[0].equals("topic"))) {
            throw new IllegalArgumentException(
                    "'" + uri + "' does not say where to send. Write bus:queue:<name> or bus:topic:<name>.");
        }
        BusEndpoint endpoint = new BusEndpoint(uri, this, parts[0], parts[1]);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

package io.d365hub.webhook.event;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Makes {@code dataverse-event:<integration>} endpoints. Without {@link EventSurroundings} in Camel's registry, as in
 * rehearsals, they let through what comes.
 */
@Component("dataverse-event")
public final class EventComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EventEndpoint endpoint = new EventEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Optional<EventSurroundings> surroundings() {
        return Optional.ofNullable(getCamelContext().getRegistry().findSingleByType(EventSurroundings.class));
    }
}

package io.d365hub.mapping;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jslt.JsltComponent;

/**
 * Camel's {@code jslt:} with the hub's functions ({@link Mappings#functions()}) and one JSON reader for all endpoints.
 *
 * <p>Camel's own endpoint makes a new reader for each message and reads decimals as binary floats; this one keeps the
 * digits as they were sent, and maps a tree to a tree ({@link MappingEndpoint}). Bind it to the registry as {@code jslt}. Thread-safe once started.
 */
public final class MappingComponent extends JsltComponent {

    private final Duration limit;

    public MappingComponent() {
        this(Mappings.LIMIT);
    }

    /** @param limit how much processor time a mapping may take for one message */
    public MappingComponent(Duration limit) {
        this.limit = limit;
        setFunctions(Mappings.functions());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MappingEndpoint endpoint = new MappingEndpoint(uri, this, remaining, limit);
        endpoint.setContentCache(true);
        endpoint.setAllowTemplateFromHeader(isAllowTemplateFromHeader());
        setProperties(endpoint, parameters);
        if (endpoint.getObjectMapper() == null) {
            endpoint.setObjectMapper(Mappings.reader());
        }
        return endpoint;
    }
}

package io.d365hub.mapping;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jslt.JsltComponent;
import org.apache.camel.component.jslt.JsltEndpoint;

/**
 * Camel's {@code jslt:} with the hub's functions ({@link Mappings#functions()}) and one JSON reader for all endpoints.
 *
 * <p>Camel's own endpoint makes a new reader for each message and reads decimals as binary floats; this one keeps the
 * digits as they were sent. Bind it to the registry as {@code jslt}. Thread-safe once started.
 */
public final class MappingComponent extends JsltComponent {

    public MappingComponent() {
        setFunctions(Mappings.functions());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JsltEndpoint endpoint = (JsltEndpoint) super.createEndpoint(uri, remaining, parameters);
        if (endpoint.getObjectMapper() == null) {
            endpoint.setObjectMapper(Mappings.reader());
        }
        return endpoint;
    }
}

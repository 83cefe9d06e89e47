package io.d365hub.check;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** A component without a generated description, like those of the hub; says what it is told. */
public class ParrotComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String cage, Map<String, Object> parameters) throws Exception {
        ParrotEndpoint endpoint = new ParrotEndpoint(uri, this, cage);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

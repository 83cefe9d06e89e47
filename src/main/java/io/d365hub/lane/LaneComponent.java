package io.d365hub.lane;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Makes {@code lane:<integration>} endpoints. It needs a {@link LaneRuntime} in Camel's registry.
 *
 * <p>The root must ask Camel for this component before it loads routes: {@code filter} steps that are built earlier do
 * not tell the lane that they held a message back.
 */
@Component("lane")
public final class LaneComponent extends DefaultComponent {

    private LaneRuntime runtime;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().getCamelContextExtension().addInterceptStrategy(new FilterMark());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LaneEndpoint endpoint = new LaneEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Found when the first route starts, so that routes can be checked without it. */
    synchronized LaneRuntime runtime() {
        if (runtime == null) {
            runtime = getCamelContext().getRegistry().findSingleByType(LaneRuntime.class);
            if (runtime == null) {
                throw new IllegalStateException(
                        "There is no LaneRuntime in Camel's registry, so 'lane:' endpoints cannot start. Bind one.");
            }
        }
        return runtime;
    }
}

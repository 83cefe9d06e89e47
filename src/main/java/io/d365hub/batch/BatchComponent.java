package io.d365hub.batch;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Base of the components of batch sources. It needs a {@link BatchRuntime} in Camel's registry once routes start. */
public abstract class BatchComponent extends DefaultComponent {

    private BatchRuntime runtime;

    /** A new endpoint; the options are set afterwards. */
    protected abstract BatchEndpoint endpoint(String uri, String name);

    @Override
    protected final Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) throws Exception {
        BatchEndpoint endpoint = endpoint(uri, name);
        setProperties(getCamelContext(), endpoint.options(), parameters);
        setProperties(getCamelContext(), endpoint.configuration(), parameters);
        return endpoint;
    }

    /** Found when the first route starts, so that routes can be checked without it. */
    final synchronized BatchRuntime runtime() {
        if (runtime == null) {
            runtime = getCamelContext().getRegistry().findSingleByType(BatchRuntime.class);
            if (runtime == null) {
                throw new IllegalStateException("There is no BatchRuntime in Camel's registry, so '" + getDefaultName()
                        + ":' endpoints cannot start. Bind one.");
            }
        }
        return runtime;
    }
}

package io.d365hub.virtual.source.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code virtual:<service>/<Table>} endpoints. It needs {@link TableRoutes} in Camel's registry. */
@Component("virtual")
public final class VirtualRouteComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        VirtualRouteEndpoint endpoint = new VirtualRouteEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Found when the first change is told. */
    ChangedRows changedRows() {
        ChangedRows changes = getCamelContext().getRegistry().findSingleByType(ChangedRows.class);
        if (changes == null) {
            throw new IllegalStateException(
                    "There is no ChangedRows in Camel's registry, so 'virtual:' endpoints cannot tell of changes. Bind one.");
        }
        return changes;
    }

    /** Found when the first route starts, so that routes can be checked without it. */
    TableRoutes routes() {
        TableRoutes routes = getCamelContext().getRegistry().findSingleByType(TableRoutes.class);
        if (routes == null) {
            throw new IllegalStateException(
                    "There is no TableRoutes in Camel's registry, so 'virtual:' endpoints cannot start. Bind one.");
        }
        return routes;
    }
}

package io.d365hub.reload;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.service.ServiceHelper;

/** What a route of Camel's is to the files. */
final class RunningRoute {

    private static final String PLACE_IN_KAMELET = "kamelet://source";

    private RunningRoute() {}

    /** Whether it was read from this file; the routes that kamelets become come from no file of routes. */
    static boolean isOf(Route route, Path file) {
        if (route.isCreatedByKamelet()) {
            return false;
        }
        Resource resource = route.getSourceResource();
        if (resource == null) {
            return false;
        }
        String location = resource.getLocation();
        String path = location.startsWith("file:") ? location.substring("file:".length()) : location;
        return Path.of(path).toAbsolutePath().normalize().equals(file);
    }

    /** The ids of the routes that kamelets became for this one, directly. */
    static Set<String> kamelets(Route route) {
        Set<String> ids = new HashSet<>();
        for (Endpoint endpoint : endpoints(route)) {
            if (endpoint instanceof KameletEndpoint kamelet && !isPlace(kamelet)) {
                ids.add(kamelet.getRouteId());
            }
        }
        return ids;
    }

    /** {@code kamelet:source} and {@code kamelet:sink} within a template stand for where it is used. */
    private static boolean isPlace(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        return uri.startsWith(PLACE_IN_KAMELET) || uri.startsWith("kamelet://sink");
    }

    private static Set<Endpoint> endpoints(Route route) {
        Set<Endpoint> endpoints = new HashSet<>();
        endpoints.add(route.getEndpoint());
        for (Service service : route.getServices()) {
            for (Service child : ServiceHelper.getChildServices(service)) {
                if (child instanceof EndpointAware aware && aware.getEndpoint() != null) {
                    endpoints.add(aware.getEndpoint());
                }
            }
        }
        return endpoints;
    }

    /** Routes of low rank start first and stop last: first those that others send to, last those where messages come in. */
    static int rank(Route route) {
        String uri = route.getEndpoint().getEndpointUri();
        if (uri.startsWith(PLACE_IN_KAMELET)) {
            return 0;
        }
        boolean calledByRoutes =
                List.of("direct:", "kamelet:", "seda:").stream().anyMatch(uri::startsWith);
        return (calledByRoutes ? 1 : 3) + (route.isCreatedByKamelet() ? 1 : 0);
    }
}

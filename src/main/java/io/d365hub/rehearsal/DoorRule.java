package io.d365hub.rehearsal;

import java.util.Map;
import org.apache.camel.CamelContext;

/** Asked about each endpoint that messages would come from, when a route starts with stand-ins. Bound in Camel's registry. */
@FunctionalInterface
public interface DoorRule {

    /**
     * Says nothing of an endpoint that it does not know.
     *
     * @param path what stands between {@code scheme:} and {@code ?}
     * @param options as the route gives them, with what its kamelet adds
     * @throws IllegalArgumentException when no real endpoint would start with these options; names the one that cannot be
     */
    void check(CamelContext context, String scheme, String path, Map<String, String> options);
}

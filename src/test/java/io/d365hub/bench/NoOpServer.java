package io.d365hub.bench;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** The baseline: a platform-http route that answers 202 and does nothing else, in a process of its own. */
final class NoOpServer {

    private NoOpServer() {}

    /** Serves {@code POST /push/{integration}} on the port given as the only argument. */
    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", arguments[0]);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/push/bench?httpMethodRestrict=POST")
                        .setHeader("CamelHttpResponseCode", constant(202))
                        .setBody(constant("{\"id\":\"00000000-0000-0000-0000-000000000000\"}"));
            }
        });
        main.run();
    }
}

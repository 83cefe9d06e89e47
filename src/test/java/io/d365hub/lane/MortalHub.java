package io.d365hub.lane;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.BrokerSettings;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/**
 * A process with lanes whose target halts the JVM when it meets the body {@code poison}. Arguments: address and password
 * of the broker, data folder. Ends when its standard input ends, and then cleanly.
 */
final class MortalHub {

    private MortalHub() {}

    public static void main(String[] arguments) throws Exception {
        try (BrokerConnections connections =
                        BrokerConnections.external(arguments[0], BrokerSettings.DEFAULT_HUB_USER, arguments[1]);
                LaneHub hub = new LaneHub(connections, Path.of(arguments[2]))) {
            hub.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from(LaneTestBase.LANE).process(exchange -> {
                        if (exchange.getIn().getBody(String.class).equals("poison")) {
                            Runtime.getRuntime().halt(1);
                        }
                    });
                }
            });
            CamelContext context = hub.context;
            while (System.in.read() >= 0 && context.isStarted()) {
                // Nothing is said; the end of the input is the sign to stop.
            }
        }
    }
}

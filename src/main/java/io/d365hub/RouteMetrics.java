package io.d365hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.MicrometerUtils;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyNamingStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;

/**
 * The meters of each route, under the names and tags that Camel's own policy gives them. That one formats texts and looks its
 * meters up for each exchange, an eighth of all that a row of a batch allocates; here they are looked up once.
 */
final class RouteMetrics implements RoutePolicyFactory {

    private static final MicrometerRoutePolicyNamingStrategy NAMES = MicrometerRoutePolicyNamingStrategy.DEFAULT;

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        MeterRegistry registry = MicrometerUtils.getOrCreateMeterRegistry(
                context.getRegistry(), MicrometerConstants.METRICS_REGISTRY_NAME);
        return new Meters(registry);
    }

    private static final class Meters extends RoutePolicySupport {

        private final MeterRegistry registry;
        private String startedAt;
        /** Null for the inner route of a kamelet, which is no route of the reader's. */
        private Timer timer;

        private Counter total;
        private Counter succeeded;
        private Counter failed;
        private Counter handled;
        private Counter redelivered;

        Meters(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void onInit(Route route) {
            if (route.isCreatedByKamelet()) {
                return;
            }
            startedAt = "HubRouteStartedAt." + route.getId();
            timer = Timer.builder(NAMES.getName(route))
                    .tags(NAMES.getTags(route))
                    .description("How long exchanges take in the route")
                    .register(registry);
            Tags tags = NAMES.getExchangeStatusTags(route);
            total = counter(NAMES.getExchangesTotalName(route), tags, "Exchanges of the route");
            succeeded = counter(NAMES.getExchangesSucceededName(route), tags, "Exchanges that succeeded");
            failed = counter(NAMES.getExchangesFailedName(route), tags, "Exchanges that failed");
            handled = counter(NAMES.getFailuresHandledName(route), tags, "Failures that the route handled");
            redelivered = counter(
                    NAMES.getExternalRedeliveriesName(route), tags, "Exchanges that came again, such as from a broker");
        }

        private Counter counter(String name, Tags tags, String description) {
            return Counter.builder(name).tags(tags).description(description).register(registry);
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (timer != null) {
                exchange.setProperty(startedAt, System.nanoTime());
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (timer == null) {
                return;
            }
            if (exchange.getProperty(startedAt) instanceof Long begin) {
                timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            }
            total.increment();
            if (exchange.isFailed()) {
                failed.increment();
                return;
            }
            succeeded.increment();
            if (ExchangeHelper.isFailureHandled(exchange)) {
                handled.increment();
            }
            if (Boolean.TRUE.equals(exchange.isExternalRedelivered())) {
                redelivered.increment();
            }
        }
    }
}

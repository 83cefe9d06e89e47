package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RoutePolicyFactory;
import org.junit.jupiter.api.Test;

/** Dashboards that were made for any Camel application must work: our meters are told apart from Camel's by nothing. */
class RouteMetricsTest {

    private static Map<Meter.Id, Double> after(RoutePolicyFactory policies) throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setNameStrategy(new org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy("hub"));
            context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
            context.addRoutePolicyFactory(policies);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:orders").routeId("orders").to("direct:inner");
                    from("direct:inner")
                            .routeId("inner")
                            .onException(IllegalStateException.class)
                            .handled(true)
                            .end()
                            .process(exchange -> {
                                switch (exchange.getMessage().getBody(String.class)) {
                                    case "handled" -> throw new IllegalStateException("handled");
                                    case "fails" -> throw new IllegalArgumentException("fails");
                                    default -> {}
                                }
                            });
                }
            });
            context.start();
            var sender = context.createProducerTemplate();
            sender.sendBody("direct:orders", "good");
            sender.sendBody("direct:orders", "handled");
            assertThatThrownBy(() -> sender.sendBody("direct:orders", "fails"))
                    .isInstanceOf(CamelExecutionException.class);
            return registry.getMeters().stream()
                    .filter(meter -> "route".equals(meter.getId().getTag("eventType")))
                    .collect(Collectors.toMap(Meter::getId, RouteMetricsTest::count));
        }
    }

    private static double count(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measurement -> measurement.getStatistic() == Statistic.COUNT
                        || measurement.getStatistic() == Statistic.ACTIVE_TASKS)
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void metersHaveTheNamesTagsAndCountsOfCamelsOwn() throws Exception {
        // Given three exchanges that succeed, are handled and fail: when, then
        Map<Meter.Id, Double> ours = after(new RouteMetrics());
        assertThat(ours).hasSize(12).isEqualTo(after(new MicrometerRoutePolicyFactory()));
    }
}

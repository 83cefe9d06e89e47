package io.d365hub;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicy;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;

/** Camel's metrics of routes, which stay when a route is replaced: the new one goes on counting where the old one was. */
final class KeptRouteMetrics extends MicrometerRoutePolicyFactory {

    private KeptRouteMetrics() {}

    /** Takes the place of Camel's own in a context that has one, before its routes are built. */
    static void in(CamelContext context) {
        for (RoutePolicyFactory factory : context.getRoutePolicyFactories()) {
            if (factory.getClass() == MicrometerRoutePolicyFactory.class) {
                MicrometerRoutePolicyFactory camels = (MicrometerRoutePolicyFactory) factory;
                KeptRouteMetrics kept = new KeptRouteMetrics();
                kept.setCamelContext(context);
                kept.setMeterRegistry(camels.getMeterRegistry());
                kept.setNamingStrategy(camels.getNamingStrategy());
                kept.setPolicyConfiguration(camels.getPolicyConfiguration());
                kept.setDurationUnit(camels.getDurationUnit());
                context.getRoutePolicyFactories().remove(factory);
                context.addRoutePolicyFactory(kept);
                return;
            }
        }
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camelContext, String routeId, NamedNode routeDefinition) {
        MicrometerRoutePolicy policy = new MicrometerRoutePolicy(this) {
            @Override
            public void onRemove(Route route) {
                // Camel would forget what was counted.
            }
        };
        policy.setMeterRegistry(getMeterRegistry());
        policy.setDurationUnit(getDurationUnit());
        policy.setNamingStrategy(getNamingStrategy());
        policy.setConfiguration(getPolicyConfiguration());
        return policy;
    }
}

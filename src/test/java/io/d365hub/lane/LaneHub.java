package io.d365hub.lane;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.Queues;
import io.d365hub.message.Integrations;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A process of the hub as far as lanes are concerned: a runtime and a Camel context with routes. */
final class LaneHub implements AutoCloseable {

    final LaneRuntime runtime;
    final Integrations integrations = new Integrations();
    final CamelContext context = new DefaultCamelContext();
    private final SystemLaneTime realTime = new SystemLaneTime(Clock.systemUTC());

    LaneHub(BrokerConnections connections, Path data) {
        this(connections, data, null, LaneSettings.DEFAULTS, OwnedPartitions.ALL);
    }

    /** One whose replays ask this gate. */
    LaneHub(BrokerConnections connections, Path data, ReplayGate gate) {
        this(connections, data, null, LaneSettings.DEFAULTS, OwnedPartitions.ALL, OrderedTarget.NONE, gate);
    }

    /** One that makes its queues like this. */
    LaneHub(BrokerConnections connections, Path data, LaneQueues queues) {
        this(
                connections,
                data,
                null,
                LaneSettings.DEFAULTS,
                OwnedPartitions.ALL,
                OrderedTarget.NONE,
                ReplayGate.OPEN,
                queues);
    }

    LaneHub(BrokerConnections connections, Path data, LaneTime time, LaneSettings settings, OwnedPartitions owned) {
        this(connections, data, time, settings, owned, OrderedTarget.NONE);
    }

    LaneHub(
            BrokerConnections connections,
            Path data,
            LaneTime time,
            LaneSettings settings,
            OwnedPartitions owned,
            OrderedTarget target) {
        this(connections, data, time, settings, owned, target, ReplayGate.OPEN);
    }

    private LaneHub(
            BrokerConnections connections,
            Path data,
            LaneTime time,
            LaneSettings settings,
            OwnedPartitions owned,
            OrderedTarget target,
            ReplayGate gate) {
        this(connections, data, time, settings, owned, target, gate, new Queues(connections)::ensure);
    }

    private LaneHub(
            BrokerConnections connections,
            Path data,
            LaneTime time,
            LaneSettings settings,
            OwnedPartitions owned,
            OrderedTarget target,
            ReplayGate gate,
            LaneQueues queues) {
        runtime = LaneRuntime.builder()
                .broker(connections::lane)
                .queues(queues)
                .integrations(integrations)
                .time(time == null ? realTime : time)
                .settings(settings)
                .owned(owned)
                .target(target)
                .replays(gate)
                .dataFolder(data)
                .build();
        context.getRegistry().bind("lanes", runtime);
        context.getComponent("lane");
    }

    /** Adds a route from the lanes to the target and starts it. */
    LaneHub route(String uri, Processor target) throws Exception {
        return routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId("test").process(target);
            }
        });
    }

    LaneHub routes(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
        return this;
    }

    LaneStatus status(String integration) {
        return runtime.control(integration).orElseThrow().status();
    }

    @Override
    public void close() {
        context.stop();
        runtime.close();
        realTime.close();
    }
}

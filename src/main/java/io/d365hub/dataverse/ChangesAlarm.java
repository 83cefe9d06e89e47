package io.d365hub.dataverse;

import io.d365hub.dataverse.client.DataverseException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Says when changes were lost sight of: as a health check (neither liveness nor readiness: a restart would not help), and as
 * the counter {@code dataverse.changes.expired} where the context has a registry of meters.
 */
class ChangesAlarm extends AbstractHealthCheck {

    private static final String METER = "dataverse.changes.expired";

    private final String consumer;
    private final MeterRegistry meters;
    private volatile DataverseException stoppedBy;
    private volatile int resyncs;

    ChangesAlarm(String consumer, CamelContext camel) {
        super("camel", "dataverse-changes:" + consumer);
        this.consumer = consumer;
        this.meters = camel.getRegistry().findSingleByType(MeterRegistry.class);
    }

    boolean isStopped() {
        return stoppedBy != null;
    }

    void stop(DataverseException failure) {
        stoppedBy = failure;
        count();
    }

    synchronized void resync() {
        resyncs++;
        count();
    }

    private void count() {
        if (meters != null) {
            meters.counter(METER, "consumer", consumer).increment();
        }
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.detail("resyncs", resyncs);
        if (stoppedBy == null) {
            result.up();
        } else {
            result.message(stoppedBy.getMessage()).down();
        }
    }
}

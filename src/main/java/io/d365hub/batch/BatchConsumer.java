package io.d365hub.batch;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Declares a batch while its route runs, and runs its integration's lane. Runs are started by {@link Batches}, not by this.
 * A stop of the route stops the run, which is resumed later.
 */
final class BatchConsumer extends DefaultConsumer implements ShutdownAware {

    private final BatchEndpoint endpoint;
    private Consumer lane;
    private BatchDefinition definition;

    BatchConsumer(BatchEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        BatchDefinition declared = new BatchDeclaration(endpoint.getName(), endpoint.options(), source())
                .definition(getRouteId(), endpoint.scheme());
        BatchSource source = endpoint.source();
        lane = endpoint.runtime().rows().lane(declared.integration(), getProcessor(), getRoute());
        ServiceHelper.startService(lane);
        endpoint.runtime().register(declared, source, new RouteCalls(this));
        definition = declared;
    }

    private String source() {
        String location = getRoute() == null ? null : getRoute().getSourceLocationShort();
        return location == null ? "route " + getRouteId() : location;
    }

    @Override
    protected void doStop() throws Exception {
        if (definition != null) {
            endpoint.runtime().remove(definition);
            definition = null;
        }
        ServiceHelper.stopAndShutdownService(lane);
        lane = null;
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Stopping the consumer stops its run.
    }
}

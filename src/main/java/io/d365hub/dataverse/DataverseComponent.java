package io.d365hub.dataverse;

import io.d365hub.dataverse.bulk.Deliveries;
import io.d365hub.dataverse.bulk.GroupCommit;
import io.d365hub.dataverse.bulk.GroupCommitSettings;
import io.d365hub.dataverse.client.DataverseClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Makes {@code dataverse:} endpoints. Address and secret of the environment are options of the component, so that no route
 * holds them; all endpoints share its client. The client is made when first needed: a context that only checks its routes
 * opens no connection.
 */
@Component("dataverse")
public class DataverseComponent extends DataverseOptions {

    /** No queue: an answer never waits behind a route that blocks; when all threads are busy the client's own thread helps. */
    private static final ThreadPoolProfile WORKERS = new ThreadPoolProfileBuilder("DataverseAnswers")
            .poolSize(1)
            .maxPoolSize(64)
            .maxQueueSize(0)
            .keepAliveTime(10L)
            .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
            .build();

    private final Object opening = new Object();
    private volatile DataverseClient client;
    private volatile GroupCommit groupCommit;
    private ExecutorService workers;
    private Deliveries deliveries;
    private DataverseHealthCheck healthCheck;

    @Override
    protected Endpoint createEndpoint(String uri, String table, Map<String, Object> parameters) throws Exception {
        DataverseConfiguration settings = getConfiguration().copy();
        setProperties(getCamelContext(), settings, parameters);
        return new DataverseEndpoint(uri, this, table, settings);
    }

    /**
     * The client that all endpoints of this component share.
     *
     * @throws IllegalStateException when an option is missing; the message names it
     */
    public DataverseClient client() {
        DataverseClient open = client;
        if (open != null) {
            return open;
        }
        synchronized (opening) {
            if (client == null) {
                client = new ClientOpening(this).open(Optional.empty());
            }
            return client;
        }
    }

    /**
     * Begins anew as after a restart, with the governors that the registry holds by now; only connections stay open. No operation may
     * be under way.
     */
    public void forget() {
        synchronized (opening) {
            if (client != null) {
                client = new ClientOpening(this).open(Optional.of(client));
                groupCommit = null;
            }
        }
    }

    /** What all endpoints of this component use to write rows together. */
    GroupCommit groupCommit() {
        GroupCommit open = groupCommit;
        if (open != null) {
            return open;
        }
        synchronized (opening) {
            if (groupCommit == null) {
                Duration target = Duration.ofMillis(Math.min(getTargetCallTime(), getCallTimeLimit() / 3));
                groupCommit = new GroupCommit(
                        client(), GroupCommitSettings.DEFAULT.withTargetCallTime(target), deliveries, System::nanoTime);
            }
            return groupCommit;
        }
    }

    /** Those of the option, else of the registry, else in memory for as long as this context lives. */
    ChangePositions positions() {
        synchronized (opening) {
            if (getChangePositions() == null) {
                ChangePositions known = getCamelContext().getRegistry().findSingleByType(ChangePositions.class);
                setChangePositions(known == null ? new MemoryChangePositions() : known);
            }
            return getChangePositions();
        }
    }

    /** Runs the rest of a route after an answer: the client's own threads must not be blocked by it. */
    Executor workers() {
        return deliveries;
    }

    @Override
    protected void doStart() throws Exception {
        workers = getCamelContext().getExecutorServiceManager().newThreadPool(this, "DataverseAnswers", WORKERS);
        deliveries = new Deliveries(workers);
        super.doStart();
        HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
        if (registry != null && isHealthCheckProducerEnabled() && healthCheck == null && getEnvironmentUrl() != null) {
            healthCheck = new DataverseHealthCheck(this);
            registry.register(healthCheck);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
        if (registry != null && healthCheck != null) {
            registry.unregister(healthCheck);
            healthCheck = null;
        }
        synchronized (opening) {
            if (client != null) {
                client.close();
                client = null;
                groupCommit = null;
            }
        }
        getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
    }
}

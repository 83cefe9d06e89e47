package io.d365hub.dataverse;

import io.d365hub.dataverse.bulk.Deliveries;
import io.d365hub.dataverse.bulk.GroupCommit;
import io.d365hub.dataverse.bulk.GroupCommitSettings;
import io.d365hub.dataverse.client.ClientCredentials;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseSettings;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Governors;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Makes {@code dataverse:} endpoints. Address and secret of the environment are options of the component, so that no route
 * holds them; all endpoints share its client. The client is made when first needed: a context that only checks its routes
 * opens no connection.
 */
@Component("dataverse")
public class DataverseComponent extends HealthCheckComponent {

    /** No queue: an answer never waits behind a route that blocks; when all threads are busy the client's own thread helps. */
    private static final ThreadPoolProfile WORKERS = new ThreadPoolProfileBuilder("DataverseAnswers")
            .poolSize(1)
            .maxPoolSize(64)
            .maxQueueSize(0)
            .keepAliveTime(10L)
            .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
            .build();

    @Metadata(description = "Address of the environment, e.g. https://contoso.api.crm4.dynamics.com")
    private String environmentUrl;

    @Metadata(label = "security", description = "Id or name of the Microsoft Entra tenant")
    private String tenantId;

    @Metadata(
            label = "security",
            description =
                    "Application (client) id of the application user; several, separated by commas, are used side by"
                            + " side, each with limits of its own")
    private String clientId;

    @Metadata(
            label = "security",
            secret = true,
            description = "Secret of the application; of several, as many in the same order")
    private String clientSecret;

    @Metadata(
            label = "security",
            defaultValue = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            description = "Token endpoint; {tenant} stands for the tenant")
    private String tokenUrl = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token";

    @Metadata(label = "advanced", defaultValue = "v9.2", description = "Version of the Web API")
    private String apiVersion = DataverseSettings.DEFAULT_API_VERSION;

    @Metadata(
            label = "advanced",
            defaultValue = "8000",
            javaType = "java.time.Duration",
            description = "Longest time of one operation, repetitions included")
    private long callTimeLimit = DataverseSettings.DEFAULT_CALL_TIME_LIMIT.toMillis();

    @Metadata(
            label = "advanced",
            defaultValue = "3000",
            javaType = "java.time.Duration",
            description = "Longest time for making a connection")
    private long connectTimeLimit = DataverseSettings.DEFAULT_CONNECT_TIME_LIMIT.toMillis();

    @Metadata(label = "advanced", defaultValue = "16777216", description = "Largest answer that is taken, in bytes")
    private int maxResponseBytes = DataverseSettings.DEFAULT_MAX_RESPONSE_BYTES;

    @Metadata(
            defaultValue = "52",
            description =
                    "Most calls at once, whatever the service's hint says; its own limit is 52 per user and server")
    private int concurrency = GovernorSettings.DEFAULT.maxConcurrency();

    @Metadata(label = "advanced", defaultValue = "8", description = "Calls at once before the service has given a hint")
    private int startConcurrency = GovernorSettings.DEFAULT.startConcurrency();

    @Metadata(
            label = "advanced",
            defaultValue = "2500",
            javaType = "java.time.Duration",
            description = "How long a request that carries rows of several messages should take: it is made larger and"
                    + " smaller towards that. At most a third of callTimeLimit counts")
    private long targetCallTime = GroupCommitSettings.DEFAULT_TARGET_CALL_TIME.toMillis();

    @Metadata(
            label = "consumer,advanced",
            description =
                    "Where consumers keep how far they have taken changes; else the one in the registry, else in memory")
    private ChangePositions changePositions;

    @Metadata(
            label = "advanced",
            defaultValue = "300000",
            javaType = "java.time.Duration",
            description = "Window in which the service counts requests and execution time")
    private long limitWindow = GovernorSettings.WINDOW.toMillis();

    @Metadata(
            label = "advanced",
            defaultValue = "true",
            description =
                    "Whether calls are paced by what answers say is left of the limits (x-ms-ratelimit-...). Microsoft"
                            + " means these headers for debugging; without them limits are learnt from refusals")
    private boolean limitCountdown = true;

    private DataverseConfiguration configuration = new DataverseConfiguration();

    private final Object opening = new Object();
    private volatile DataverseClient client;
    private volatile GroupCommit groupCommit;
    private ExecutorService workers;
    private Deliveries deliveries;
    private DataverseHealthCheck healthCheck;

    @Override
    protected Endpoint createEndpoint(String uri, String table, Map<String, Object> parameters) throws Exception {
        DataverseConfiguration settings = configuration.copy();
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
                client = open();
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
                client = open();
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
                Duration target = Duration.ofMillis(Math.min(targetCallTime, callTimeLimit / 3));
                groupCommit = new GroupCommit(
                        client(), GroupCommitSettings.DEFAULT.withTargetCallTime(target), deliveries, System::nanoTime);
            }
            return groupCommit;
        }
    }

    private DataverseClient open() {
        DataverseSettings settings = new DataverseSettings(
                URI.create(required("environmentUrl", environmentUrl)),
                apiVersion,
                Duration.ofMillis(callTimeLimit),
                Duration.ofMillis(Math.min(connectTimeLimit, callTimeLimit)),
                maxResponseBytes,
                concurrency * required("clientId", clientId).split(",", -1).length
                        + DataverseSettings.SPARE_CONNECTIONS);
        String tenant = tokenUrl.contains("{tenant}") ? required("tenantId", tenantId) : "";
        Map<ClientCredentials, Governor> users = new LinkedHashMap<>();
        GovernorSettings bounds = GovernorSettings.DEFAULT
                .withConcurrency(Math.min(startConcurrency, concurrency), concurrency)
                .withWindow(Duration.ofMillis(limitWindow))
                .withCountdown(limitCountdown);
        for (ClientCredentials user : ClientCredentials.list(
                URI.create(tokenUrl.replace("{tenant}", tenant)),
                required("clientId", clientId),
                required("clientSecret", clientSecret),
                settings.scope())) {
            users.put(user, governors().of(settings.environment(), user.clientId(), bounds));
        }
        return client == null ? DataverseClient.open(settings, users) : client.anew(settings, users);
    }

    /** The governors of this Camel context, so that two components of one environment and user share a budget. */
    private Governors governors() {
        Governors known = getCamelContext().getRegistry().findSingleByType(Governors.class);
        if (known == null) {
            known = new Governors(InstantSource.system(), System::nanoTime);
            getCamelContext().getRegistry().bind("dataverseGovernors", known);
        }
        return known;
    }

    /** Those of the option, else of the registry, else in memory for as long as this context lives. */
    ChangePositions positions() {
        synchronized (opening) {
            if (changePositions == null) {
                changePositions = getCamelContext().getRegistry().findSingleByType(ChangePositions.class);
            }
            if (changePositions == null) {
                changePositions = new MemoryChangePositions();
            }
            return changePositions;
        }
    }

    private String required(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("The option '" + option
                    + "' of the component dataverse is not set. Set camel.component.dataverse." + option);
        }
        return value;
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
        if (registry != null && isHealthCheckProducerEnabled() && healthCheck == null && environmentUrl != null) {
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

    public String getEnvironmentUrl() {
        return environmentUrl;
    }

    public void setEnvironmentUrl(String environmentUrl) {
        this.environmentUrl = environmentUrl;
    }

    public long getLimitWindow() {
        return limitWindow;
    }

    public void setLimitWindow(long limitWindow) {
        this.limitWindow = limitWindow;
    }

    public boolean isLimitCountdown() {
        return limitCountdown;
    }

    public void setLimitCountdown(boolean limitCountdown) {
        this.limitCountdown = limitCountdown;
    }

    public String getTenantId() {
        return tenantId;
    }

    public void setTenantId(String tenantId) {
        this.tenantId = tenantId;
    }

    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public String getClientSecret() {
        return clientSecret;
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = clientSecret;
    }

    public String getTokenUrl() {
        return tokenUrl;
    }

    public void setTokenUrl(String tokenUrl) {
        this.tokenUrl = tokenUrl;
    }

    public String getApiVersion() {
        return apiVersion;
    }

    public void setApiVersion(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    public long getCallTimeLimit() {
        return callTimeLimit;
    }

    public void setCallTimeLimit(long callTimeLimit) {
        this.callTimeLimit = callTimeLimit;
    }

    public long getConnectTimeLimit() {
        return connectTimeLimit;
    }

    public void setConnectTimeLimit(long connectTimeLimit) {
        this.connectTimeLimit = connectTimeLimit;
    }

    public int getMaxResponseBytes() {
        return maxResponseBytes;
    }

    public void setMaxResponseBytes(int maxResponseBytes) {
        this.maxResponseBytes = maxResponseBytes;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public int getStartConcurrency() {
        return startConcurrency;
    }

    public void setStartConcurrency(int startConcurrency) {
        this.startConcurrency = startConcurrency;
    }

    public long getTargetCallTime() {
        return targetCallTime;
    }

    public void setTargetCallTime(long targetCallTime) {
        this.targetCallTime = targetCallTime;
    }

    public ChangePositions getChangePositions() {
        return changePositions;
    }

    public void setChangePositions(ChangePositions changePositions) {
        this.changePositions = changePositions;
    }

    public DataverseConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(DataverseConfiguration configuration) {
        this.configuration = configuration;
    }
}

package io.d365hub.dataverse;

import io.d365hub.dataverse.bulk.GroupCommitSettings;
import io.d365hub.dataverse.client.DataverseSettings;
import io.d365hub.throttle.GovernorSettings;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.HealthCheckComponent;

/** What can be set of the component {@code dataverse}: address and secret of the environment, limits, pace. */
public abstract class DataverseOptions extends HealthCheckComponent {

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
            description =
                    "File with the secrets, one a line, in the order of the client ids, instead of clientSecret. It is"
                            + " read whenever a token is fetched, so a secret is changed without a restart")
    private String clientSecretFile;

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

    @Metadata(
            label = "advanced",
            defaultValue = "10",
            description =
                    "How much slower live calls may become because of loads (batch and replay) beside them, per cent:"
                            + " beyond that loads hold back. 0: they do not")
    private int liveSlowdown = 10;

    private DataverseConfiguration configuration = new DataverseConfiguration();

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

    public int getLiveSlowdown() {
        return liveSlowdown;
    }

    public void setLiveSlowdown(int liveSlowdown) {
        this.liveSlowdown = liveSlowdown;
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

    public String getClientSecretFile() {
        return clientSecretFile;
    }

    public void setClientSecretFile(String clientSecretFile) {
        this.clientSecretFile = clientSecretFile;
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

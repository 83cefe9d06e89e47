package io.d365hub.dataverse;

import io.d365hub.dataverse.client.DataverseClient;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Asks Dataverse who we are: token, network, user and service in one cheap call.
 *
 * <p>It is neither a liveness nor a readiness check: while Dataverse is away the hub still accepts and keeps messages, and
 * taking it out of service would lose them.
 */
class DataverseHealthCheck extends AbstractHealthCheck {

    private static final long PATIENCE_SECONDS = 5;

    private final DataverseComponent component;

    DataverseHealthCheck(DataverseComponent component) {
        super("camel", "component:" + component.getDefaultName());
        this.component = component;
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
        DataverseClient client = component.client();
        result.detail("calls", client.governor().describe());
        try {
            client.whoAmI().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            result.up();
        } catch (ExecutionException e) {
            result.message(e.getCause().getMessage()).down();
        } catch (TimeoutException e) {
            result.message("Dataverse has not answered within " + PATIENCE_SECONDS + " s")
                    .down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.unknown();
        }
    }
}

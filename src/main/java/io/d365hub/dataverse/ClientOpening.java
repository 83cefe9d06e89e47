package io.d365hub.dataverse;

import io.d365hub.dataverse.client.ClientCredentials;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseSettings;
import io.d365hub.dataverse.client.SecretFile;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Governors;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the client of a component out of its options. */
final class ClientOpening {

    private final DataverseOptions options;

    ClientOpening(DataverseOptions options) {
        this.options = options;
    }

    /**
     * Opens the client.
     *
     * @param before one whose connections are taken over
     * @throws IllegalStateException when an option is missing; the message names it
     */
    DataverseClient open(Optional<DataverseClient> before) {
        DataverseSettings settings = new DataverseSettings(
                URI.create(required("environmentUrl", options.getEnvironmentUrl())),
                options.getApiVersion(),
                Duration.ofMillis(options.getCallTimeLimit()),
                Duration.ofMillis(Math.min(options.getConnectTimeLimit(), options.getCallTimeLimit())),
                options.getMaxResponseBytes(),
                options.getConcurrency()
                                * required("clientId", options.getClientId()).split(",", -1).length
                        + DataverseSettings.SPARE_CONNECTIONS);
        String tenant = options.getTokenUrl().contains("{tenant}") ? required("tenantId", options.getTenantId()) : "";
        Map<ClientCredentials, Governor> users = new LinkedHashMap<>();
        GovernorSettings bounds = GovernorSettings.DEFAULT
                .withConcurrency(
                        Math.min(options.getStartConcurrency(), options.getConcurrency()), options.getConcurrency())
                .withWindow(Duration.ofMillis(options.getLimitWindow()))
                .withCountdown(options.isLimitCountdown())
                .withLiveSlowdown(options.getLiveSlowdown() == 0 ? 0 : 1 + options.getLiveSlowdown() / 100.0);
        for (ClientCredentials user : users(tenant, settings.scope())) {
            users.put(user, governors().of(settings.environment(), user.clientId(), bounds));
        }
        return before.map(client -> client.anew(settings, users))
                .orElseGet(() -> DataverseClient.open(settings, users));
    }

    private List<ClientCredentials> users(String tenant, String scope) {
        URI tokenUrl = URI.create(options.getTokenUrl().replace("{tenant}", tenant));
        String ids = required("clientId", options.getClientId());
        String file = options.getClientSecretFile();
        return file == null || file.isBlank()
                ? ClientCredentials.list(tokenUrl, ids, required("clientSecret", options.getClientSecret()), scope)
                : ClientCredentials.list(tokenUrl, ids, new SecretFile(Path.of(file)), scope);
    }

    /** The governors of this Camel context, so that two components of one environment and user share a budget. */
    private Governors governors() {
        Governors known = options.getCamelContext().getRegistry().findSingleByType(Governors.class);
        if (known == null) {
            known = new Governors(InstantSource.system(), System::nanoTime);
            options.getCamelContext().getRegistry().bind("dataverseGovernors", known);
        }
        return known;
    }

    private static String required(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("The option '" + option
                    + "' of the component dataverse is not set. Set camel.component.dataverse." + option);
        }
        return value;
    }
}

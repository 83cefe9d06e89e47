package io.d365hub;

import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.util.Optional;
import java.util.OptionalInt;

/** Which Dataverse environment the hub writes to: the configured one or, in development, the simulator. */
final class DataverseTarget {

    private static final String HTTP = "http://";

    private DataverseTarget() {}

    /** The component with address and credentials of the environment. */
    static DataverseComponent component(Settings settings, Optional<Simulator> simulator) {
        return component(
                settings, simulator.map(Simulator::port).map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }

    /** The same for a process beside the hub: the simulator is where the settings say that the hub starts it. */
    static DataverseComponent besideHub(Settings settings) {
        return component(settings, OptionalInt.of(settings.port("hub.simulator.port")));
    }

    private static DataverseComponent component(Settings settings, OptionalInt simulator) {
        DataverseComponent dataverse = new DataverseComponent();
        dataverse.setCallTimeLimit(
                settings.seconds("hub.dataverse.call-seconds").toMillis());
        dataverse.setLimitWindow(
                settings.seconds("hub.dataverse.window-seconds").toMillis());
        dataverse.setLimitCountdown(settings.flag("hub.dataverse.limit-countdown"));
        dataverse.setLiveSlowdown(settings.number("hub.dataverse.live-slowdown-percent"));
        dataverse.setConcurrency(settings.number("hub.dataverse.concurrency"));
        if (settings.isSet("hub.dataverse.url")) {
            dataverse.setEnvironmentUrl(settings.text("hub.dataverse.url"));
            dataverse.setTokenUrl(settings.text("hub.dataverse.token-url"));
            dataverse.setTenantId(settings.text("hub.dataverse.tenant-id"));
            dataverse.setClientId(settings.text("hub.dataverse.client-id"));
            dataverse.setClientSecret(settings.text("hub.dataverse.client-secret"));
            dataverse.setClientSecretFile(settings.text("hub.dataverse.client-secret-file"));
        } else if (simulator.isPresent()) {
            String url = HTTP + settings.text("hub.simulator.host") + ":" + simulator.getAsInt();
            dataverse.setEnvironmentUrl(url);
            dataverse.setTokenUrl(url + "/{tenant}/oauth2/v2.0/token");
            dataverse.setTenantId(SimulatorSettings.DEFAULT_TENANT_ID);
            dataverse.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
            dataverse.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        } else {
            throw new HubStartException(
                    "The hub was not started.",
                    "It has no Dataverse environment to write to: hub.dataverse.url is empty, and the simulator is off.",
                    "Set hub.dataverse.url (or HUB_DATAVERSE_URL), tenant, client id and secret; or hub.simulator.enabled"
                            + " = true in development.");
        }
        return dataverse;
    }
}

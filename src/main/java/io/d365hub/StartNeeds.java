package io.d365hub;

import io.d365hub.backup.Restore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be set before a hub may start: told all at once, before anything is opened. */
final class StartNeeds {

    private static final Logger LOG = LoggerFactory.getLogger(StartNeeds.class);

    private static final String DATAVERSE_URL = "hub.dataverse.url";
    private static final String BROKER_URL = "hub.broker.url";
    private static final String DATABASE_URL = "hub.database.url";

    private final Settings settings;
    private final List<String> missing = new ArrayList<>();

    private StartNeeds(Settings settings) {
        this.settings = settings;
    }

    /** @throws HubStartException when something is missing; names all of it */
    static void check(Settings settings) {
        new StartNeeds(settings).check();
    }

    private void check() {
        if (!settings.development()) {
            need(DATAVERSE_URL);
        }
        if (settings.isSet(DATAVERSE_URL)) {
            need("hub.dataverse.tenant-id", "hub.dataverse.client-id");
            if (!settings.isSet("hub.dataverse.client-secret-file")) {
                need("hub.dataverse.client-secret");
            }
        }
        if (settings.isSet(BROKER_URL)) {
            need("hub.broker.user", "hub.broker.password");
        }
        if (settings.isSet(DATABASE_URL)) {
            // No password: PostgreSQL may know the user by other means, e.g. a certificate.
            need("hub.database.user");
        }
        if (!missing.isEmpty()) {
            throw new HubStartException(
                    "The hub was not started.",
                    "These settings are needed and empty: " + String.join(", ", missing) + ".",
                    "Set them in a settings file (--config), secrets by environment: "
                            + String.join(
                                    ", ",
                                    missing.stream()
                                            .map(Settings::environmentName)
                                            .toList())
                            + ". config/production.example.properties is an example.");
        }
        if (!settings.development()) {
            checkStores();
        }
        checkRestore();
    }

    private void checkRestore() {
        Path data = settings.path("hub.data");
        if (Files.exists(data.resolve(Restore.MARK))) {
            throw new HubStartException(
                    "The hub was not started.",
                    "A restore into its data folder '" + data
                            + "' was not finished: broker and database are not of one moment.",
                    "Repeat './hub restore DIR' until it says that it is done.");
        }
    }

    /** Hubs that share only one of the two would count and replay past each other. */
    private void checkStores() {
        boolean broker = settings.isSet(BROKER_URL);
        boolean database = settings.isSet(DATABASE_URL);
        if (broker != database) {
            throw new HubStartException(
                    "The hub was not started.",
                    "In production %s is set and %s is not: hubs that share one and not the other lose count of their messages."
                            .formatted(broker ? BROKER_URL : DATABASE_URL, broker ? DATABASE_URL : BROKER_URL),
                    "Set both, or neither for one hub with everything embedded.");
        }
        if (!broker) {
            LOG.warn("Broker and database are embedded. The database survives a killed process and promises nothing on"
                    + " power loss; hub.broker.url and hub.database.url name outside ones");
        }
    }

    private void need(String... keys) {
        for (String key : keys) {
            if (!settings.isSet(key)) {
                missing.add(key);
            }
        }
    }
}

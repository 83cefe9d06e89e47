package io.d365hub;

import io.d365hub.access.AdminToken;
import io.d365hub.access.ApiClients;
import io.d365hub.access.DevelopmentKey;
import io.d365hub.access.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may speak to this hub: the clients of the file, the generated client of development, and the bearer of the admin
 * token. Thread-safe.
 */
final class HubClients implements Supplier<ApiClients> {

    private static final Logger LOG = LoggerFactory.getLogger(HubClients.class);

    private final WatchedFile<ApiClients> file;
    private final Optional<DevelopmentKey> developmentKey;
    private final AdminToken adminToken;
    private volatile ApiClients clients;

    private HubClients(WatchedFile<ApiClients> file, Optional<DevelopmentKey> developmentKey, AdminToken adminToken) {
        this.file = file;
        this.developmentKey = developmentKey;
        this.adminToken = adminToken;
        this.clients = joined();
    }

    /**
     * Reads the clients file; makes key and token of the data folder when they are missing.
     *
     * @throws HubStartException when one of them cannot be read or trusted
     */
    static HubClients of(Settings settings) {
        Path data = settings.path("hub.data");
        SecureRandom random = new SecureRandom();
        try {
            Optional<DevelopmentKey> key =
                    settings.development() ? Optional.of(DevelopmentKey.in(data, random)) : Optional.empty();
            return new HubClients(
                    WatchedFile.ofClients(settings.path("hub.clients")), key, AdminToken.in(data, random));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "Its clients and tokens cannot be read. " + e.getMessage(),
                    "See to it that this user can read " + settings.text("hub.clients")
                            + " and can read and write the data folder " + settings.text("hub.data") + ".",
                    e);
        }
    }

    @Override
    public ApiClients get() {
        return clients;
    }

    Optional<DevelopmentKey> developmentKey() {
        return developmentKey;
    }

    AdminToken adminToken() {
        return adminToken;
    }

    /** Takes a changed clients file over; a wrong one is told once and leaves everything as it was. */
    void reload() {
        try {
            if (file.reload()) {
                clients = joined();
                LOG.info("Clients were read anew; there are {}", clients.all().size());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The changed clients file is not used, the clients of before stay. {}", e.getMessage());
        }
    }

    private ApiClients joined() {
        ApiClients declared = file.get();
        return developmentKey.map(key -> key.addedTo(declared)).orElse(declared);
    }
}

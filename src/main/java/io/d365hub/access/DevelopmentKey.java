package io.d365hub.access;

import io.d365hub.access.SecretFile.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The API key that a hub in development makes for itself at its first start, so that the first request can be sent at
 * once. Its client may send to every integration. It is kept in the data folder, readable by its owner only; it is to be
 * shown once, when it is new.
 */
public final class DevelopmentKey {

    /** In the data folder. */
    public static final String FILE = "dev-api-key";

    /** Name of the client, which is also its user name on JMS. */
    public static final String CLIENT = "development";

    private final Secret secret;

    private DevelopmentKey(Secret secret) {
        this.secret = secret;
    }

    /**
     * Reads the key of this data folder, or makes one.
     *
     * @throws IOException when it can neither be read nor written
     * @throws IllegalStateException when the file is there and cannot be trusted; says why and what to do
     */
    public static DevelopmentKey in(Path dataFolder, SecureRandom random) throws IOException {
        return new DevelopmentKey(SecretFile.readOrMake(dataFolder.resolve(FILE), () -> ApiKeys.generate(random)));
    }

    /** The key itself. */
    public String key() {
        return secret.text();
    }

    /** Whether it was made just now, and nobody has seen it yet. */
    public boolean isNew() {
        return secret.isNew();
    }

    /** These clients and the one of this key. */
    public ApiClients addedTo(ApiClients clients) {
        return clients.with(
                new ApiClient(CLIENT, Set.of(ApiClient.ALL_INTEGRATIONS), Set.of("*"), Set.of("*"), Set.of("*")),
                ApiKeys.sha256(key()));
    }
}

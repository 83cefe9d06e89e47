package io.d365hub.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key that a hub makes for itself to encrypt secrets in its database; kept in the data folder, for its owner only. */
public final class SealKey {

    /** In the data folder. */
    public static final String FILE = "secrets-key";

    private SealKey() {}

    /**
     * Reads the key of this data folder, or makes one.
     *
     * @throws IOException when it can neither be read nor written
     * @throws IllegalStateException when the file is there and cannot be trusted; says why and what to do
     */
    public static String in(Path dataFolder, SecureRandom random) throws IOException {
        return SecretFile.readOrMake(dataFolder.resolve(FILE), () -> ApiKeys.generate(random))
                .text();
    }
}

package io.d365hub.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The secret that a hub in development makes for itself at its first start, for those who post events to it. It is kept in
 * the data folder, readable by its owner only.
 */
public final class HookSecret {

    /** In the data folder. */
    public static final String FILE = "hook-secret";

    private HookSecret() {}

    /**
     * Reads the secret of this data folder, or makes one.
     *
     * @throws IOException when it can neither be read nor written
     * @throws IllegalStateException when the file is there and cannot be trusted; says why and what to do
     */
    public static String in(Path dataFolder, SecureRandom random) throws IOException {
        return SecretFile.readOrMake(dataFolder.resolve(FILE), () -> ApiKeys.generate(random))
                .text();
    }
}

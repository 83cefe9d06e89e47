package io.d365hub.access;

import io.d365hub.access.SecretFile.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * The bearer token of the admin API. The hub makes it at its first start and keeps it in the data folder, readable by its
 * owner only; the command line reads it there.
 */
public final class AdminToken {

    /** In the data folder. */
    public static final String FILE = "admin-token";

    /** How the header Authorization begins. */
    public static final String SCHEME = "Bearer ";

    private final Secret secret;

    private AdminToken(Secret secret) {
        this.secret = secret;
    }

    /**
     * Reads the token of this data folder, or makes one: for the hub.
     *
     * @throws IOException when it can neither be read nor written
     * @throws IllegalStateException when the file is there and cannot be trusted; says why and what to do
     */
    public static AdminToken in(Path dataFolder, SecureRandom random) throws IOException {
        return new AdminToken(SecretFile.readOrMake(dataFolder.resolve(FILE), () -> ApiKeys.generate(random)));
    }

    /**
     * Reads the token of this data folder: for whoever calls the hub.
     *
     * @throws IOException when it cannot be read, e.g. because no hub was ever started on this folder
     * @throws IllegalStateException when the file cannot be trusted; says why and what to do
     */
    public static AdminToken read(Path dataFolder) throws IOException {
        return new AdminToken(new Secret(SecretFile.read(dataFolder.resolve(FILE)), false));
    }

    /** What a caller sends in the header Authorization. */
    public String authorization() {
        return SCHEME + secret.text();
    }

    /** Whether a header Authorization, null when there was none, holds this token. Takes equally long for every guess. */
    public boolean allows(String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization().getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8));
    }
}

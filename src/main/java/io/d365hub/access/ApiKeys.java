package io.d365hub.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Makes API keys and their stored form. A key is 256 random bits, so a plain SHA-256 is a safe way to keep it: there is
 * nothing to guess that a slow hash would protect.
 */
public final class ApiKeys {

    /** Lets secret scanners and people recognise a key. */
    public static final String PREFIX = "d365hub_";

    private static final int KEY_BYTES = 32;

    private ApiKeys() {}

    public static String generate(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** What is stored of a key: its SHA-256, lower-case hex. */
    public static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

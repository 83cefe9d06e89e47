package io.d365hub.webhook.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The secrets that senders of events may show. Several at once, so that an old one can be replaced without losing events.
 * Immutable. Comparing takes equally long for every guess.
 */
public final class HookSecrets {

    private final List<byte[]> digests;
    private final String name;

    /**
     * Takes these secrets.
     *
     * @param name of the header, or of the pair in the query string, that carries a secret; compared without case
     * @param secrets the one that is registered first; none: nobody is let in
     */
    public HookSecrets(String name, List<String> secrets) {
        this.name = name;
        this.digests = secrets.stream().map(HookSecrets::sha256).toList();
    }

    /** Of the header, or of the pair in the query string. */
    public String name() {
        return name;
    }

    /** Whether one of the texts that a request carries is a secret. */
    boolean areShown(List<String> texts) {
        boolean found = false;
        for (String text : texts) {
            byte[] shown = sha256(text);
            for (byte[] digest : digests) {
                found |= MessageDigest.isEqual(digest, shown);
            }
        }
        return found;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

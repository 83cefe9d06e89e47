package io.d365hub.webhook.delivery;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key with which deliveries are signed, as Standard Webhooks 1.0.0 writes them (events spec §6.1 [V]): {@code whsec_} and
 * base64 of 24 to 64 bytes for HMAC-SHA256, {@code whsk_} and base64 of an ed25519 private key. Never shows itself.
 */
public final class SigningKey {

    private static final String SHARED = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int GENERATED_BYTES = 32;
    private static final int SEED_BYTES = 32;

    private final byte[] secret;
    private final PrivateKey signing;

    private SigningKey(byte[] secret, PrivateKey signing) {
        this.secret = secret;
        this.signing = signing;
    }

    /**
     * The key of this text.
     *
     * @throws IllegalArgumentException saying what is wrong with it, without showing it
     */
    public static SigningKey parse(String text) {
        String key = text.strip();
        if (key.startsWith(PRIVATE)) {
            byte[] bytes = decoded(key.substring(PRIVATE.length()), PRIVATE);
            if (bytes.length != SEED_BYTES && bytes.length != 2 * SEED_BYTES) {
                throw refused(
                        "An ed25519 key has 32 bytes, or 64 with its public half; this one has " + bytes.length + ".");
            }
            return new SigningKey(null, privateKey(Arrays.copyOf(bytes, SEED_BYTES)));
        }
        if (!key.startsWith(SHARED)) {
            throw refused("It starts neither with whsec_ (HMAC-SHA256) nor with whsk_ (ed25519).");
        }
        byte[] bytes = decoded(key.substring(SHARED.length()), SHARED);
        if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
            throw refused("After whsec_ there are " + bytes.length + " bytes; Standard Webhooks wants 24 to 64.");
        }
        return new SigningKey(bytes, null);
    }

    /** The text of a new shared key. */
    public static String generate(SecureRandom random) {
        byte[] bytes = new byte[GENERATED_BYTES];
        random.nextBytes(bytes);
        return SHARED + Base64.getEncoder().encodeToString(bytes);
    }

    /** The signature of this text in its written form, e.g. {@code v1,mxEq2zHL...}. */
    String sign(byte[] content) {
        try {
            if (signing == null) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
            }
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signing);
            signature.update(content);
            return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign a webhook", e);
        }
    }

    private static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java knows no ed25519", e);
        }
    }

    private static byte[] decoded(String text, String prefix) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refused("What follows " + prefix + " is not base64.");
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(
                "The signing secret cannot be used. " + why + " Make one with './hub webhooks secret'.");
    }

    @Override
    public String toString() {
        return signing == null ? "whsec_..." : "whsk_...";
    }
}

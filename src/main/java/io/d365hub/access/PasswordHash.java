package io.d365hub.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-512, 210,000 rounds and a salt of its own, which OWASP's Password Storage
 * Cheat Sheet asks for where Argon2 cannot be had. Rounds are kept beside it, so that more can be asked for later.
 *
 * <p>A check takes about a tenth of a second on purpose.
 */
public final class PasswordHash {

    /** Fewest characters of a password. */
    public static final int LEAST_LENGTH = 12;

    private static final int MOST_LENGTH = 1_000;
    private static final int ROUNDS = 210_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 512;
    private static final int MARK_LENGTH = 16;
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha512:([1-9][0-9]{3,7}):([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{86})");

    private final int rounds;
    private final byte[] salt;
    private final byte[] key;

    private PasswordHash(int rounds, byte[] salt, byte[] key) {
        this.rounds = rounds;
        this.salt = salt;
        this.key = key;
    }

    /**
     * Hashes a new password.
     *
     * @throws IllegalArgumentException when it is shorter than {@link #LEAST_LENGTH} or longer than 1,000 characters
     */
    public static PasswordHash of(String password, SecureRandom random) {
        int length = password.codePointCount(0, password.length());
        if (length < LEAST_LENGTH || length > MOST_LENGTH) {
            throw new IllegalArgumentException(
                    "A password has %d to %d characters.".formatted(LEAST_LENGTH, MOST_LENGTH));
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else; does not repeat it
     */
    public static PasswordHash parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ROUNDS) {
            throw new IllegalArgumentException("it is no hash of a password; './hub users add' makes one");
        }
        return new PasswordHash(
                Integer.parseInt(parts.group(1)),
                Base64.getUrlDecoder().decode(parts.group(2)),
                Base64.getUrlDecoder().decode(parts.group(3)));
    }

    /** For a file: algorithm, rounds, salt and hash. */
    public String text() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "pbkdf2-sha512:" + rounds + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(key);
    }

    /** Whether this is the password. */
    public boolean matches(String password) {
        return password.length() <= MOST_LENGTH * 2 && MessageDigest.isEqual(key, derive(password, salt, rounds));
    }

    /** The same letters typed on two keyboards may be different code points; NFKC makes them one. */
    private static byte[] derive(String password, byte[] salt, int rounds) {
        char[] text = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(text, salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot hash passwords with " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }

    /** A few letters that change when the password does, and tell nothing about it. */
    public String mark() {
        return ApiKeys.sha256(text()).substring(0, MARK_LENGTH);
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}

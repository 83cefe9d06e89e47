package io.d365hub.simulator.http;

import io.d365hub.simulator.operation.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Knows the applications and their secrets, and hands out tokens that end. Thread-safe. */
public final class TokenIssuer {

    private static final int SIGNATURE_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String BEARER = "Bearer ";
    /** Expired tokens are thrown away when there are more than this. */
    private static final int MANY_TOKENS = 10_000;

    private final InstantSource clock;
    private final Duration lifetime;
    private final boolean anyToken;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, String> secrets = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, PublicKey> certificates = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Token> tokens = new ConcurrentHashMap<>();

    private record Token(Caller caller, long expiresMillis) {}

    /**
     * A token with its lifetime.
     *
     * @param text the bearer token
     * @param expiresInSeconds from now on
     */
    record Issued(String text, long expiresInSeconds) {}

    /**
     * Starts without issued tokens.
     *
     * @param clients secrets by client id
     * @param anyToken whether every bearer token is taken; each is then a user of its own
     */
    public TokenIssuer(Map<String, String> clients, Duration lifetime, boolean anyToken, InstantSource clock) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.anyToken = anyToken;
        secrets.putAll(clients);
    }

    /** The application user that belongs to a client. */
    public static UUID userOf(String clientId) {
        return UUID.nameUUIDFromBytes(("systemuser:" + clientId).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a client, or gives it another secret. */
    public void client(String clientId, String secret) {
        secrets.put(clientId, secret);
    }

    /**
     * Adds a client that signs assertions with the key of this certificate, or gives it another one.
     *
     * @param pem the certificate
     * @throws IllegalArgumentException when it is none
     */
    public void certificate(String clientId, String pem) {
        certificates.put(clientId, ClientAssertion.key(pem));
    }

    boolean knows(String clientId) {
        return secrets.containsKey(clientId) || certificates.containsKey(clientId);
    }

    /** What an assertion of a client is worth. */
    ClientAssertion.Verdict judge(String clientId, String assertion) {
        return ClientAssertion.judge(assertion, clientId, certificates.get(clientId), clock.instant());
    }

    boolean accepts(String clientId, String secret) {
        String right = secrets.get(clientId);
        return right != null
                && MessageDigest.isEqual(
                        right.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    /** A new token for a client. */
    Issued issue(String clientId, String audience, String tenant) {
        long now = clock.millis();
        if (tokens.size() > MANY_TOKENS) {
            tokens.values().removeIf(token -> token.expiresMillis() <= now);
        }
        long seconds = now / 1000;
        String payload = String.format(
                "{\"aud\":\"%s\",\"iss\":\"https://sts.windows.net/%s/\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"appid\":\"%s\","
                        + "\"tid\":\"%s\",\"ver\":\"1.0\"}",
                quoted(audience),
                quoted(tenant),
                seconds,
                seconds,
                seconds + lifetime.toSeconds(),
                quoted(clientId),
                quoted(tenant));
        byte[] signature = new byte[SIGNATURE_BYTES];
        random.nextBytes(signature);
        String text = encode("{\"typ\":\"JWT\",\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encode(payload.getBytes(StandardCharsets.UTF_8)) + "." + encode(signature);
        tokens.put(text, new Token(new Caller(userOf(clientId)), now + lifetime.toMillis()));
        return new Issued(text, lifetime.toSeconds());
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    /** Who sends this {@code Authorization} header; empty when it is missing, unknown or expired. */
    Optional<Caller> caller(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String text = authorization.substring(BEARER.length()).strip();
        Token token = tokens.get(text);
        if (token != null) {
            return token.expiresMillis() > clock.millis() ? Optional.of(token.caller()) : Optional.empty();
        }
        return anyToken && !text.isEmpty()
                ? Optional.of(new Caller(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))))
                : Optional.empty();
    }

    /** Makes every issued token invalid. */
    public void revokeAll() {
        tokens.clear();
    }
}

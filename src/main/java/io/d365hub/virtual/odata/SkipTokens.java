package io.d365hub.virtual.odata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The texts behind {@code $skiptoken}: signed, and bound to their query, so that one that was changed or moved to another
 * query is refused. Thread-safe.
 */
public final class SkipTokens {

    private static final String HMAC = "HmacSHA256";
    private static final int SIGNATURE = 16;
    private static final int LONGEST = 8_192;

    private final SecretKeySpec secret;

    /** @param secret the same in every hub process, at least 16 bytes */
    public SkipTokens(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HMAC);
    }

    /**
     * Where a page begins.
     *
     * @param left how many rows {@code $top} leaves; -1 when there is no {@code $top}
     * @param continuation the source's own text
     */
    record Position(long left, String continuation) {}

    String token(Position position, String query) {
        byte[] text = position.continuation().getBytes(StandardCharsets.UTF_8);
        byte[] content = ByteBuffer.allocate(8 + text.length)
                .putLong(position.left())
                .put(text)
                .array();
        byte[] signature = signature(content, query);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(SIGNATURE + content.length)
                        .put(signature)
                        .put(content)
                        .array());
    }

    /** @throws ODataFault when the token is not one of ours for this query */
    Position read(String token, String query) throws ODataFault {
        byte[] bytes;
        try {
            bytes = token.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (bytes.length < SIGNATURE + 8) {
            throw refused();
        }
        byte[] content = Arrays.copyOfRange(bytes, SIGNATURE, bytes.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(bytes, SIGNATURE), signature(content, query))) {
            throw refused();
        }
        ByteBuffer read = ByteBuffer.wrap(content);
        long left = read.getLong();
        return new Position(left, StandardCharsets.UTF_8.decode(read).toString());
    }

    private static ODataFault refused() {
        return ODataFault.badRequest(
                "The $skiptoken is not one that belongs to this query. Follow @odata.nextLink as it is.", "$skiptoken");
    }

    private byte[] signature(byte[] content, String query) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            mac.update(query.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(content), SIGNATURE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }
}

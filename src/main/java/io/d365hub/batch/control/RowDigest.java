package io.d365hub.batch.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of record keys (64 bits) and of mapped rows (128 bits), both cut from SHA-256. Thread-safe. */
final class RowDigest {

    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    });

    /** 128 bits of what a target would be given. */
    record Content(long high, long low) {

        /** Whatever the target has, it is not known. */
        static final Content UNKNOWN = new Content(0, 0);

        /** The target has no such row any more. */
        static final Content GONE = new Content(-1, -1);

        boolean isThere() {
            return !equals(GONE);
        }
    }

    private RowDigest() {}

    /** Never 0, which stands for no key. Two keys with one digest are both written each time they follow each other. */
    static long key(String recordKey) {
        long digest = ByteBuffer.wrap(SHA.get().digest(recordKey.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return digest == 0 ? 1 : digest;
    }

    /** The digest holds the record key too, so that rows are never mistaken for each other. */
    static Content content(String target, String recordKey, byte[] body) {
        MessageDigest sha = SHA.get();
        sha.update(target.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        sha.update(recordKey.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        ByteBuffer digest = ByteBuffer.wrap(sha.digest(body));
        Content content = new Content(digest.getLong(), digest.getLong());
        return content.equals(Content.UNKNOWN) || content.equals(Content.GONE) ? new Content(1, 1) : content;
    }
}

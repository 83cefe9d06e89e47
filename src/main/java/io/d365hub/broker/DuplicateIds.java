package io.d365hub.broker;

import io.d365hub.message.MessageIds;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;

/** Duplicate ids as the broker keeps them: 16 bytes however long they are, because it keeps very many in memory and in its journal. */
final class DuplicateIds {

    private static final UUID NAMESPACE = UUID.fromString("3c1f6d0e-52f4-5a4b-9a3e-6f0d2b7c9e11");

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Where a single message carries its id; the broker itself looks at another one. */
    static final SimpleString PROPERTY = SimpleString.of("hubOnce");

    private DuplicateIds() {}

    static UUID of(String duplicateId) {
        return MessageIds.version5(NAMESPACE, duplicateId);
    }

    /** For a memory of several queues: an id counts for one queue. */
    static UUID ofQueue(SimpleString queue, UUID id) {
        return new UUID(id.getMostSignificantBits() ^ queue.hashCode() * SPREAD, id.getLeastSignificantBits());
    }

    static byte[] bytes(String duplicateId) {
        return bytes(of(duplicateId));
    }

    static UUID read(byte[] bytes) {
        ByteBuffer id = ByteBuffer.wrap(bytes);
        return new UUID(id.getLong(), id.getLong());
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}

package io.d365hub.broker;

import io.d365hub.message.MessageIds;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Duplicate ids as the broker keeps them: 16 bytes however long they are, because it keeps the last 20,000 of each queue in memory
 * and in its journal.
 */
final class DuplicateIds {

    private static final UUID NAMESPACE = UUID.fromString("3c1f6d0e-52f4-5a4b-9a3e-6f0d2b7c9e11");

    private DuplicateIds() {}

    static byte[] bytes(String duplicateId) {
        UUID id = MessageIds.version5(NAMESPACE, duplicateId);
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}

package io.d365hub.lane;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One lane's part of the flight recorder: a file in memory with a slot for each exchange that is under way. Nothing is
 * synced: what a killed process wrote stays in the system's cache, and a power cut is nobody's poison. Used by the lane's
 * thread only.
 */
final class FlightSlots {

    static final String SUFFIX = ".flight";

    private static final int SLOT_BYTES = 64;
    private static final long MAGIC = 0x4433363548554231L;
    private static final long EMPTY = 0;
    private static final long STARTED = 1;
    private static final long ALONE = 2;
    private static final VarHandle STATE = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** For lanes whose messages can kill nobody. */
    static final FlightSlots NONE = new FlightSlots(null, 0);

    private final MappedByteBuffer file;
    private final int[] free;
    private int freeCount;

    private FlightSlots(MappedByteBuffer file, int slots) {
        this.file = file;
        this.free = new int[slots];
        for (int slot = slots; slot >= 1; slot--) {
            free[freeCount++] = slot;
        }
    }

    /**
     * A message that was under way when its process died.
     *
     * @param alone whether it was the only one in the whole process
     */
    record UnderWay(UUID message, boolean alone) {}

    /** What a dead process left. */
    record Left(UUID run, String lane, List<UnderWay> underWay) {}

    /** Makes an empty file for the lane; {@code run} tells this run of the process from others. */
    static FlightSlots create(Path folder, String lane, UUID run, int slots) throws IOException {
        Path path = folder.resolve(lane + SUFFIX);
        Files.deleteIfExists(path);
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer file = channel.map(FileChannel.MapMode.READ_WRITE, 0, (slots + 1L) * SLOT_BYTES);
            file.putLong(8, run.getMostSignificantBits());
            file.putLong(16, run.getLeastSignificantBits());
            STATE.setRelease(file, 0, MAGIC);
            return new FlightSlots(file, slots);
        }
    }

    static Left read(Path path) throws IOException {
        String name = path.getFileName().toString();
        String lane = name.substring(0, name.length() - SUFFIX.length());
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        List<UnderWay> underWay = new ArrayList<>();
        if (file.capacity() < SLOT_BYTES || file.getLong(0) != MAGIC) {
            return new Left(new UUID(0, 0), lane, underWay);
        }
        for (int at = SLOT_BYTES; at + SLOT_BYTES <= file.capacity(); at += SLOT_BYTES) {
            long state = file.getLong(at);
            if (state != EMPTY) {
                underWay.add(new UnderWay(new UUID(file.getLong(at + 8), file.getLong(at + 16)), state == ALONE));
            }
        }
        return new Left(new UUID(file.getLong(8), file.getLong(16)), lane, underWay);
    }

    /** Notes that the message is about to start; returns its slot, or {@link Row#NO_SLOT} when all are taken. */
    int take(UUID message, boolean alone) {
        if (freeCount == 0) {
            return Row.NO_SLOT;
        }
        int slot = free[--freeCount];
        int at = slot * SLOT_BYTES;
        file.putLong(at + 8, message.getMostSignificantBits());
        file.putLong(at + 16, message.getLeastSignificantBits());
        // Last and with release: a slot that can be seen holds a whole id.
        STATE.setRelease(file, at, alone ? ALONE : STARTED);
        return slot;
    }

    void clear(int slot) {
        if (slot != Row.NO_SLOT) {
            STATE.setRelease(file, slot * SLOT_BYTES, EMPTY);
            free[freeCount++] = slot;
        }
    }
}

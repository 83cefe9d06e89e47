package io.d365hub.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one commit of a lane settled. It lives and dies with the acknowledgements of that commit; folding it into SQL may
 * happen more than once, and the receipt's id makes that harmless.
 *
 * <p>In the broker a receipt is binary: 57 bytes an entry, so that {@link #MOST_ENTRIES} stay below 64 KiB (from 100 KiB
 * on the broker would write a file for each).
 *
 * @param id unique for each commit of each lane of each run of a process
 * @param integration whose messages they are
 * @param committedAt when the lane committed, millisecond precision
 * @param entries one for each settled message, in the order in which they were settled
 */
public record Receipt(UUID id, String integration, Instant committedAt, List<Entry> entries) {

    /** A commit with more settled messages than this sends several receipts. */
    public static final int MOST_ENTRIES = 1000;

    private static final byte VERSION = 1;
    private static final int ENTRY_BYTES = 16 + 1 + 16 + 8 + 8 + 8;

    public Receipt {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " entries, at most " + MOST_ENTRIES);
        }
        entries = List.copyOf(entries);
    }

    /**
     * One settled message.
     *
     * @param message its id
     * @param outcome what became of it
     * @param keyDigest stands for its record key
     * @param sequence its place among the messages of its record key
     * @param acceptedAt when the hub accepted it, milliseconds since the epoch
     * @param settledAt when its verdict came, milliseconds since the epoch
     */
    public record Entry(
            UUID message, Outcome outcome, UUID keyDigest, long sequence, long acceptedAt, long settledAt) {}

    public byte[] toBytes() {
        byte[] name = integration.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + 16 + 2 + name.length + 8 + 4 + entries.size() * ENTRY_BYTES);
        out.put(VERSION);
        put(out, id);
        out.putShort((short) name.length).put(name);
        out.putLong(committedAt.toEpochMilli());
        out.putInt(entries.size());
        for (Entry entry : entries) {
            put(out, entry.message());
            out.put((byte) entry.outcome().code());
            put(out, entry.keyDigest());
            out.putLong(entry.sequence()).putLong(entry.acceptedAt()).putLong(entry.settledAt());
        }
        return out.array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException when the bytes are of a version that this hub does not know
     */
    public static Receipt fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("Receipt of version " + version + ", this hub reads " + VERSION);
        }
        UUID id = uuid(in);
        byte[] name = new byte[in.getShort()];
        in.get(name);
        Instant committedAt = Instant.ofEpochMilli(in.getLong());
        int count = in.getInt();
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(
                    uuid(in), Outcome.ofCode((char) in.get()), uuid(in), in.getLong(), in.getLong(), in.getLong()));
        }
        return new Receipt(id, new String(name, StandardCharsets.UTF_8), committedAt, entries);
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}

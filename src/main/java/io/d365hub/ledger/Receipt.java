package io.d365hub.ledger;

import io.d365hub.message.HubMessage.Replay;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What one commit of a lane settled. It lives and dies with the acknowledgements of that commit; folding it into SQL may
 * happen more than once, and the receipt's id makes that harmless.
 *
 * <p>In the broker a receipt is binary: 57 bytes an entry, and some more when entries are replays or name the row that they were
 * delivered to; {@link #portions} stay below 100 KiB (from there on the broker would write a file for each).
 *
 * @param id unique for each commit of each lane of each run of a process
 * @param integration whose messages they are
 * @param committedAt when the lane committed, millisecond precision
 * @param entries one for each settled message, in the order in which they were settled
 */
public record Receipt(UUID id, String integration, Instant committedAt, List<Entry> entries) {

    /** A commit with more settled messages than this sends several receipts. */
    public static final int MOST_ENTRIES = 1000;

    /** Without replays: what older hubs that share the broker read too. */
    private static final byte PLAIN = 1;

    private static final byte WITH_REPLAYS = 2;

    /** With replays and rows. */
    private static final byte WITH_ROWS = 3;

    private static final int MOST_BYTES = 96 << 10;
    private static final int ENTRY_BYTES = 16 + 1 + 16 + 8 + 8 + 8;
    private static final int REPLAY_BYTES = 1 + 16 + 16;
    private static final int ROW_BYTES = 2;

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
     * @param replay the letter and the job, when it was a replay; receipts of older hubs do not say so
     * @param row the row that it was delivered to, as its target names it; empty when nobody said
     */
    public record Entry(
            UUID message,
            Outcome outcome,
            UUID keyDigest,
            long sequence,
            long acceptedAt,
            long settledAt,
            Optional<Replay> replay,
            String row) {

        /** One that is no replay, and of which nobody said where it went. */
        public Entry(UUID message, Outcome outcome, UUID keyDigest, long sequence, long acceptedAt, long settledAt) {
            this(message, outcome, keyDigest, sequence, acceptedAt, settledAt, Optional.empty(), "");
        }

        /** At most, whichever version is written. */
        private int bytes() {
            // Three bytes of UTF-8 for a character of Java are the most.
            return ENTRY_BYTES + REPLAY_BYTES + ROW_BYTES + 3 * row.length();
        }

        private Entry naming(UnaryOperator<String> names) {
            return row.isEmpty()
                    ? this
                    : new Entry(message, outcome, keyDigest, sequence, acceptedAt, settledAt, replay, names.apply(row));
        }

        boolean reachedTarget() {
            return outcome == Outcome.DELIVERED || outcome == Outcome.FILTERED;
        }
    }

    /** Cuts what is to be said into as many receipts as it takes; keeps the order. */
    public static List<List<Entry>> portions(List<Entry> entries) {
        List<List<Entry>> portions = new ArrayList<>();
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            int more = entries.get(i).bytes();
            if (i - from == MOST_ENTRIES || (bytes + more > MOST_BYTES && i > from)) {
                portions.add(List.copyOf(entries.subList(from, i)));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < entries.size()) {
            portions.add(List.copyOf(entries.subList(from, entries.size())));
        }
        return portions;
    }

    /** The same, the rows of its entries under other names. */
    Receipt naming(UnaryOperator<String> names) {
        return entries.stream().allMatch(entry -> entry.row().isEmpty())
                ? this
                : new Receipt(
                        id,
                        integration,
                        committedAt,
                        entries.stream().map(entry -> entry.naming(names)).toList());
    }

    public byte[] toBytes() {
        byte[] name = integration.getBytes(StandardCharsets.UTF_8);
        boolean rows = entries.stream().anyMatch(entry -> !entry.row().isEmpty());
        boolean replays =
                rows || entries.stream().anyMatch(entry -> entry.replay().isPresent());
        int most = entries.stream().mapToInt(Entry::bytes).sum();
        ByteBuffer out = ByteBuffer.allocate(1 + 16 + 2 + name.length + 8 + 4 + most);
        out.put(rows ? WITH_ROWS : replays ? WITH_REPLAYS : PLAIN);
        put(out, id);
        out.putShort((short) name.length).put(name);
        out.putLong(committedAt.toEpochMilli());
        out.putInt(entries.size());
        for (Entry entry : entries) {
            put(out, entry.message());
            out.put((byte) entry.outcome().code());
            put(out, entry.keyDigest());
            out.putLong(entry.sequence()).putLong(entry.acceptedAt()).putLong(entry.settledAt());
            if (replays) {
                put(out, entry.replay());
            }
            if (rows) {
                byte[] row = entry.row().getBytes(StandardCharsets.UTF_8);
                out.putShort((short) row.length).put(row);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException when the bytes are of a version that this hub does not know
     */
    public static Receipt fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version < PLAIN || version > WITH_ROWS) {
            throw new IllegalArgumentException("Receipt of version " + version + ", this hub reads " + WITH_ROWS);
        }
        UUID id = uuid(in);
        String name = text(in);
        Instant committedAt = Instant.ofEpochMilli(in.getLong());
        int count = in.getInt();
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(
                    uuid(in),
                    Outcome.ofCode((char) in.get()),
                    uuid(in),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    version == PLAIN ? Optional.empty() : replay(in),
                    version == WITH_ROWS ? text(in) : ""));
        }
        return new Receipt(id, name, committedAt, entries);
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer out, Optional<Replay> replay) {
        out.put((byte) (replay.isPresent() ? 1 : 0));
        replay.ifPresent(named -> {
            put(out, named.letter());
            put(out, named.job());
        });
    }

    private static Optional<Replay> replay(ByteBuffer in) {
        return in.get() == 0 ? Optional.empty() : Optional.of(new Replay(uuid(in), uuid(in)));
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}

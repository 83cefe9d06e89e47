package io.d365hub.batch.control;

import io.d365hub.batch.control.RowDigest.Content;
import io.d365hub.database.HubDatabase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what batches know of their rows, in pieces of some thousand: a million rows are some hundred pieces, so that reading
 * all of them before a run takes a fraction of a second and nothing is asked row by row. Thread-safe.
 */
final class KnownRowsStore {

    /** Rows of one piece. */
    static final int PIECE = 8_192;

    private static final int LONGEST_REMARK = 2000;

    private final HubDatabase database;
    private final InstantSource clock;

    KnownRowsStore(HubDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One word on a row.
     *
     * @param content what the target has of it
     * @param targetKey its key in the target, as JSON; empty where nobody deletes
     */
    record Entry(long key, Content content, String targetKey) {}

    /** Hears the entries of a batch, the oldest first. */
    interface Reader {
        void entry(Entry entry);
    }

    /** Reads all entries of a batch. */
    void read(String batch, Reader reader) {
        database.jdbi().useHandle(handle -> read(handle, batch, Long.MAX_VALUE, reader));
    }

    private static void read(Handle handle, String batch, long below, Reader reader) {
        // Piece by piece: the driver would otherwise gather all of them in memory.
        long last = -1;
        while (true) {
            Optional<Piece> piece = handle.createQuery(
                            "select piece, content from batch_known_rows where batch = :batch and piece > :last"
                                    + " and piece < :below order by piece limit 1")
                    .bind("batch", batch)
                    .bind("last", last)
                    .bind("below", below)
                    .map((row, context) -> new Piece(row.getLong("piece"), row.getBytes("content")))
                    .findOne();
            if (piece.isEmpty()) {
                return;
            }
            last = piece.get().number();
            decode(piece.get().content(), reader);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Piece(long number, byte[] content) {}

    private static void decode(byte[] piece, Reader reader) {
        ByteBuffer in = ByteBuffer.wrap(piece);
        while (in.hasRemaining()) {
            long key = in.getLong();
            Content content = new Content(in.getLong(), in.getLong());
            byte[] target = new byte[in.getShort() & 0xffff];
            in.get(target);
            reader.entry(new Entry(key, content, new String(target, StandardCharsets.UTF_8)));
        }
    }

    /** Adds entries behind those that are there. */
    void add(Handle handle, String batch, List<Entry> entries) {
        long next = handle.createQuery("select coalesce(max(piece), 0) from batch_known_rows where batch = :batch")
                        .bind("batch", batch)
                        .mapTo(Long.class)
                        .one()
                + 1;
        for (int from = 0; from < entries.size(); from += PIECE) {
            insert(handle, batch, next++, entries.subList(from, Math.min(entries.size(), from + PIECE)));
        }
    }

    /** The same in a transaction of its own. */
    void add(String batch, List<Entry> entries) {
        if (!entries.isEmpty()) {
            database.inTransaction(handle -> {
                add(handle, batch, entries);
                return true;
            });
        }
    }

    private static void insert(Handle handle, String batch, long piece, List<Entry> entries) {
        handle.createUpdate("insert into batch_known_rows (batch, piece, rows_in, content)"
                        + " values (:batch, :piece, :rows, :content)")
                .bind("batch", batch)
                .bind("piece", piece)
                .bind("rows", entries.size())
                .bind("content", encode(entries))
                .execute();
    }

    private static byte[] encode(List<Entry> entries) {
        List<byte[]> targets = new ArrayList<>(entries.size());
        int size = 0;
        for (Entry entry : entries) {
            byte[] target = entry.targetKey().getBytes(StandardCharsets.UTF_8);
            targets.add(target);
            size += 26 + target.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            out.putLong(entry.key());
            out.putLong(entry.content().high());
            out.putLong(entry.content().low());
            out.putShort((short) targets.get(i).length);
            out.put(targets.get(i));
        }
        return out.array();
    }

    /** Writes anew what is known, without what newer entries have overtaken. */
    void compact(String batch, KnownRows known) {
        database.inTransaction(handle -> {
            long below = handle.createQuery("select coalesce(max(piece), 0) from batch_known_rows where batch = :batch")
                            .bind("batch", batch)
                            .mapTo(Long.class)
                            .one()
                    + 1;
            Compaction compaction = new Compaction(handle, batch, known, below);
            read(handle, batch, below, compaction);
            compaction.flush();
            return handle.createUpdate("delete from batch_known_rows where batch = :batch and piece < :below")
                    .bind("batch", batch)
                    .bind("below", below)
                    .execute();
        });
    }

    private static final class Compaction implements Reader {

        private final Handle handle;
        private final String batch;
        private final KnownRows known;
        private final List<Entry> kept = new ArrayList<>(PIECE);
        private long piece;

        Compaction(Handle handle, String batch, KnownRows known, long piece) {
            this.handle = handle;
            this.batch = batch;
            this.known = known;
            this.piece = piece;
        }

        @Override
        public void entry(Entry entry) {
            // A row that had this content, then another and now this again is kept twice, which does no harm.
            if (entry.content().isThere() && entry.content().equals(known.get(entry.key()))) {
                kept.add(entry);
                if (kept.size() == PIECE) {
                    flush();
                }
            }
        }

        void flush() {
            if (!kept.isEmpty()) {
                insert(handle, batch, piece++, kept);
                kept.clear();
            }
        }
    }

    // --- What a run has met

    void addSeen(Handle handle, UUID run, long[] keys, int count) {
        ByteBuffer content = ByteBuffer.allocate(8 * count);
        for (int i = 0; i < count; i++) {
            content.putLong(keys[i]);
        }
        handle.createUpdate("insert into batch_seen_rows (run_id, piece, content) select :run,"
                        + " coalesce(max(piece), 0) + 1, :content from batch_seen_rows where run_id = :run")
                .bind("run", run)
                .bind("content", content.array())
                .execute();
    }

    void readSeen(UUID run, java.util.function.LongConsumer reader) {
        List<Integer> pieces = database.jdbi()
                .withHandle(handle -> handle.createQuery("select piece from batch_seen_rows where run_id = :run")
                        .bind("run", run)
                        .mapTo(Integer.class)
                        .list());
        for (int piece : pieces) {
            ByteBuffer content = ByteBuffer.wrap(database.jdbi().withHandle(handle -> handle.createQuery(
                            "select content from batch_seen_rows where run_id = :run and piece = :piece")
                    .bind("run", run)
                    .bind("piece", piece)
                    .map((row, context) -> row.getBytes(1))
                    .one()));
            while (content.hasRemaining()) {
                reader.accept(content.getLong());
            }
        }
    }

    void forgetSeen(UUID run) {
        database.jdbi().useHandle(handle -> handle.execute("delete from batch_seen_rows where run_id = ?", run));
    }

    // --- How a batch stands

    /** Whether a run that wrote has not come to its end, so that rows may be written that are not known. */
    boolean isUnsure(String batch) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select unsure from batch_knowledge where batch = :batch")
                        .bind("batch", batch)
                        .mapTo(Integer.class)
                        .findOne())
                .filter(unsure -> unsure == 1)
                .isPresent();
    }

    void unsure(String batch, boolean unsure) {
        database.inTransaction(handle -> {
            known(handle, batch);
            return handle.execute("update batch_knowledge set unsure = ? where batch = ?", unsure ? 1 : 0, batch);
        });
    }

    /** What an operator allows the next run to delete. */
    void allowDeletes(String batch, OptionalLong rows) {
        database.inTransaction(handle -> {
            known(handle, batch);
            return handle.execute(
                    "update batch_knowledge set allow_deletes = ? where batch = ?", rows.orElse(-1), batch);
        });
    }

    OptionalLong allowedDeletes(String batch) {
        long allowed = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select allow_deletes from batch_knowledge where batch = :batch")
                                .bind("batch", batch)
                                .mapTo(Long.class)
                                .findOne())
                .orElse(-1L);
        return allowed < 0 ? OptionalLong.empty() : OptionalLong.of(allowed);
    }

    private static void known(Handle handle, String batch) {
        handle.execute(
                "insert into batch_knowledge (batch, unsure, allow_deletes) select ?, 0, -1"
                        + " where not exists (select 1 from batch_knowledge where batch = ?)",
                batch,
                batch);
    }

    void remark(UUID run, long deleted, String remark) {
        database.inTransaction(handle -> {
            handle.execute("delete from batch_remark where run_id = ?", run);
            return handle.execute(
                    "insert into batch_remark (run_id, deleted, remark, at) values (?, ?, ?, ?)",
                    run,
                    deleted,
                    remark.length() <= LONGEST_REMARK ? remark : remark.substring(0, LONGEST_REMARK),
                    clock.millis());
        });
    }

    Optional<Remark> remark(UUID run) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select deleted, remark from batch_remark where run_id = :run")
                        .bind("run", run)
                        .map((row, context) -> new Remark(row.getLong(1), row.getString(2)))
                        .findOne());
    }
}

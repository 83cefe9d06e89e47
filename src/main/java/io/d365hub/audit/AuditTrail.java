package io.d365hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.d365hub.database.HubDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Adds to the audit trail, reads it, and tells whether somebody has changed it. Thread-safe. */
public final class AuditTrail {

    private static final int MOST_NAME = 200;
    private static final int MOST_ACT = 60;
    private static final int MOST_REASON = 1000;
    private static final int MOST_DETAILS = 4000;
    private static final int PAGE = 500;

    private static final JsonMapper JSON = new JsonMapper();

    private final HubDatabase database;
    private final InstantSource clock;

    public AuditTrail(HubDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The end of the trail: kept elsewhere, it shows later that nothing before it was changed or cut off. */
    public record Head(long sequence, String hash) {}

    /** What a check of the whole trail found: how many entries there are, and the first that is not as it was written. */
    public record Verification(long entries, Head head, Optional<String> wrong) {}

    /**
     * Adds an entry in the caller's transaction; writers wait for each other until it ends. Take other locks, such as the
     * ledger's, before. Returns its number.
     */
    public long append(Handle handle, AuditEntry entry) {
        Head head = handle.createQuery("select sequence, hash from audit_head where id = 1 for update")
                .map((row, context) -> new Head(row.getLong(1), row.getString(2)))
                .one();
        AuditRecord bare = new AuditRecord(
                head.sequence() + 1,
                Instant.ofEpochMilli(clock.millis()),
                storable(entry.who(), MOST_NAME),
                storable(entry.act(), MOST_ACT),
                storable(entry.why(), MOST_REASON),
                entry.subjects(),
                json(entry.details()),
                entry.hashBefore(),
                entry.hashAfter(),
                head.hash(),
                "");
        String hash = bare.computedHash();
        insert(handle, bare, hash);
        handle.execute("update audit_head set sequence = ?, hash = ? where id = 1", bare.sequence(), hash);
        return bare.sequence();
    }

    /** Adds an entry in a transaction of its own, for acts that change nothing else, such as looking. */
    public long append(AuditEntry entry) {
        return database.inTransaction(handle -> append(handle, entry));
    }

    private static void insert(Handle handle, AuditRecord entry, String hash) {
        handle.execute(
                "insert into audit_entry (sequence, at, who, act, why, details, subjects, subjects_hash, hash_before,"
                        + " hash_after, previous_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.sequence(),
                entry.at().toEpochMilli(),
                entry.who(),
                entry.act(),
                entry.why(),
                entry.details(),
                entry.subjects().size(),
                AuditRecord.subjectsHash(entry.subjects()),
                entry.hashBefore(),
                entry.hashAfter(),
                entry.previousHash(),
                hash);
        if (!entry.subjects().isEmpty()) {
            PreparedBatch subjects = handle.prepareBatch("insert into audit_subject (id, sequence) values (?, ?)");
            entry.subjects().forEach(id -> subjects.add(id, entry.sequence()));
            subjects.execute();
        }
    }

    /** Entries after a number, the oldest first; 0 for the beginning. */
    public List<AuditRecord> after(long sequence, int limit) {
        return database.jdbi()
                .inTransaction(handle -> withSubjects(
                        handle,
                        handle.createQuery(
                                        "select * from audit_entry where sequence > :after order by sequence limit :limit")
                                .bind("after", sequence)
                                .bind("limit", limit)
                                .map((row, context) -> bare(row))
                                .list()));
    }

    /** The last entries, the newest first. */
    public List<AuditRecord> latest(int limit) {
        return database.jdbi()
                .inTransaction(handle -> withSubjects(
                        handle,
                        handle.createQuery("select * from audit_entry order by sequence desc limit :limit")
                                .bind("limit", limit)
                                .map((row, context) -> bare(row))
                                .list()));
    }

    /** Entries before a number, the newest first. */
    public List<AuditRecord> before(long sequence, int limit) {
        return database.jdbi()
                .inTransaction(handle -> withSubjects(
                        handle,
                        handle.createQuery("select * from audit_entry where sequence < :before order by sequence desc"
                                        + " limit :limit")
                                .bind("before", sequence)
                                .bind("limit", limit)
                                .map((row, context) -> bare(row))
                                .list()));
    }

    /** What was done to one of these, the oldest first, at most 500; the entries name these ids only. */
    public List<AuditRecord> about(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.jdbi().inTransaction(handle -> {
            Map<Long, List<UUID>> subjects = new TreeMap<>();
            handle.createQuery("select id, sequence from audit_subject where id in (<ids>) order by sequence limit 500")
                    .bindList("ids", ids)
                    .map((row, context) -> subjects.computeIfAbsent(row.getLong(2), none -> new ArrayList<>())
                            .add(row.getObject(1, UUID.class)))
                    .list();
            if (subjects.isEmpty()) {
                return List.of();
            }
            return handle.createQuery("select * from audit_entry where sequence in (<sequences>) order by sequence")
                    .bindList("sequences", List.copyOf(subjects.keySet()))
                    .map((row, context) -> with(bare(row), subjects.get(row.getLong("sequence"))))
                    .list();
        });
    }

    /** Reads the whole trail and checks every hash. Memory stays flat. */
    public Verification verify() {
        Head last = new Head(0, "");
        List<AuditRecord> page = after(0, PAGE);
        while (!page.isEmpty()) {
            for (AuditRecord entry : page) {
                if (entry.sequence() != last.sequence() + 1) {
                    return wrong(last, "Entry " + (last.sequence() + 1) + " is missing.");
                }
                if (!entry.previousHash().equals(last.hash()) || !entry.hash().equals(entry.computedHash())) {
                    return wrong(last, "Entry " + entry.sequence() + " is not as it was written.");
                }
                last = new Head(entry.sequence(), entry.hash());
            }
            page = after(last.sequence(), PAGE);
        }
        Head head = head();
        return head.sequence() > last.sequence()
                ? wrong(last, "Entry " + (last.sequence() + 1) + " is missing.")
                : new Verification(last.sequence(), last, Optional.empty());
    }

    private static Verification wrong(Head last, String why) {
        return new Verification(last.sequence(), last, Optional.of(why));
    }

    /** The end of the trail as it is noted. */
    public Head head() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select sequence, hash from audit_head where id = 1")
                        .map((row, context) -> new Head(row.getLong(1), row.getString(2)))
                        .one());
    }

    private static List<AuditRecord> withSubjects(Handle handle, List<AuditRecord> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<UUID>> subjects = new HashMap<>();
        handle.createQuery(
                        "select sequence, id from audit_subject where sequence in (<sequences>) order by sequence, id")
                .bindList("sequences", bare.stream().map(AuditRecord::sequence).toList())
                .map((row, context) -> subjects.computeIfAbsent(row.getLong(1), none -> new ArrayList<>())
                        .add(row.getObject(2, UUID.class)))
                .list();
        return bare.stream()
                .map(entry -> with(entry, subjects.getOrDefault(entry.sequence(), List.of())))
                .toList();
    }

    private static AuditRecord bare(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("who"),
                row.getString("act"),
                row.getString("why"),
                List.of(),
                row.getString("details"),
                row.getString("hash_before"),
                row.getString("hash_after"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    private static AuditRecord with(AuditRecord bare, List<UUID> subjects) {
        return new AuditRecord(
                bare.sequence(),
                bare.at(),
                bare.who(),
                bare.act(),
                bare.why(),
                subjects,
                bare.details(),
                bare.hashBefore(),
                bare.hashAfter(),
                bare.previousHash(),
                bare.hash());
    }

    private static String json(Map<String, String> details) {
        try {
            return storable(JSON.writeValueAsString(new TreeMap<>(details)), MOST_DETAILS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings can always be written", e);
        }
    }

    /** PostgreSQL refuses the character 0 and halves of pairs; columns have an end. */
    private static String storable(String text, int most) {
        String clean = text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (clean.length() <= most) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most;
        return clean.substring(0, end);
    }
}

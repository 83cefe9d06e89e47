package io.d365hub.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The hub processes that share this database. Each writes a heartbeat; who has not done so for the time to live is taken
 * for dead. There is no leader: every process computes from the same sorted list what is its own.
 *
 * <p>The clocks of the machines must agree to much less than the time to live. Thread-safe.
 */
public final class Members {

    /** How often {@link #heartbeat} is to be called. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(3);

    /** As long as the broker keeps the session of a process that froze, so that both give it up together. */
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

    private static final Duration KEEP_DEAD = Duration.ofDays(1);

    private final HubDatabase database;
    private final InstantSource clock;
    private final Member self;

    /**
     * Does nothing in the database yet.
     *
     * @param name what people call this process, e.g. host name and process number
     */
    public Members(HubDatabase database, InstantSource clock, UUID id, String name) {
        this.database = database;
        this.clock = clock;
        this.self = new Member(id, name, clock.instant());
    }

    /**
     * One hub process.
     *
     * @param id its own for each start of a process
     * @param name what people call it
     * @param startedAt when it started, by its own clock
     */
    public record Member(UUID id, String name, Instant startedAt) {}

    /** This process. */
    public Member self() {
        return self;
    }

    /** Says that this process is alive; joins when it is not in the list. */
    public void heartbeat() {
        long now = clock.millis();
        database.inTransaction(handle -> {
            int known = handle.execute("update hub_member set last_seen_at = ? where id = ?", now, self.id());
            if (known == 0) {
                handle.execute(
                        "insert into hub_member (id, name, started_at, last_seen_at) values (?, ?, ?, ?)",
                        self.id(),
                        self.name(),
                        self.startedAt().toEpochMilli(),
                        now);
                handle.execute("delete from hub_member where last_seen_at < ?", now - KEEP_DEAD.toMillis());
            }
            return known;
        });
    }

    /** The processes that are alive, in the same order for whoever asks. */
    public List<Member> live() {
        long oldest = clock.millis() - TIME_TO_LIVE.toMillis();
        return database.jdbi().withHandle(handle -> handle.createQuery("select id, name, started_at from hub_member"
                        + " where last_seen_at > :oldest order by started_at, id")
                .bind("oldest", oldest)
                .map((row, context) -> new Member(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        Instant.ofEpochMilli(row.getLong("started_at"))))
                .list());
    }

    /** Leaves the list at once, so that the others need not wait for the time to live. */
    public void leave() {
        database.jdbi().useHandle(handle -> handle.execute("delete from hub_member where id = ?", self.id()));
    }
}

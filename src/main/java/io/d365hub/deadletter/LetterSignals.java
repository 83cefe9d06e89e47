package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import io.d365hub.failure.FailureKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What about dead letters should wake somebody. Each question is answered from an index or a small table, also with a million
 * letters. Answers hold no words of a target and nothing of a message. Thread-safe.
 */
public final class LetterSignals {

    private static final int MOST = 100;
    /** So that what dies just before the full hour is seen just after it. */
    private static final Duration ALSO_BEFORE = Duration.ofMinutes(5);

    private final HubDatabase database;
    private final InstantSource clock;

    public LetterSignals(HubDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A cause that was met for the first time, or again after somebody had called it resolved.
     *
     * @param reopened how often it came back; 0 for one that nobody has seen before
     */
    public record CauseMet(
            UUID id, String integration, FailureKind kind, String code, String table, String step, int reopened) {}

    /** A replay that stopped by itself; {@code chunks} grows when it goes on, so that its next stop is another one. */
    public record StoppedReplay(UUID job, int chunks) {}

    /** Causes that were first met, or came back, within this time; at most 100. */
    public List<CauseMet> causesMet(Duration within) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select id, integration, kind, code, table_name, step, reopened from dead_letter_group"
                                + " where first_died_at >= :since or (reopened > 0 and state = 'OPEN' and state_at >= :since)"
                                + " order by last_died_at desc limit :most")
                .bind("since", since(within))
                .bind("most", MOST)
                .map((row, context) -> causeMet(row))
                .list());
    }

    private static CauseMet causeMet(ResultSet row) throws SQLException {
        return new CauseMet(
                LetterTables.uuid(row, "id"),
                row.getString("integration"),
                FailureKind.valueOf(row.getString("kind")),
                row.getString("code"),
                row.getString("table_name"),
                row.getString("step"),
                row.getInt("reopened"));
    }

    /** How many messages of each integration have died since the full hour; in its first minutes, since the one before. */
    public Map<String, Long> deathsOfThisHour() {
        Map<String, Long> deaths = new TreeMap<>();
        database.jdbi().useHandle(handle -> handle.createQuery(
                        "select g.integration, sum(h.deaths) as deaths from dead_letter_hour h"
                                + " join dead_letter_group g on g.id = h.group_id where h.died_hour between :from and :to"
                                + " group by g.integration")
                .bind("from", hour(since(ALSO_BEFORE)))
                .bind("to", hour(clock.millis()))
                .map((row, context) -> deaths.put(row.getString("integration"), row.getLong("deaths")))
                .list());
        return deaths;
    }

    /** Integrations with an open letter that is older than this. */
    public List<String> withOpenLettersOlderThan(Duration age) {
        return database.jdbi().withHandle(handle -> {
            List<String> integrations = handle.createQuery("select distinct g.integration from dead_letter_group g"
                            + " join dead_letter_count c on c.group_id = g.id where c.state = 'OPEN' and c.letters > 0")
                    .mapTo(String.class)
                    .list();
            return integrations.stream()
                    .filter(integration -> handle.createQuery(
                                    "select 1 from dead_letter where integration = :integration"
                                            + " and state = 'OPEN' and died_at < :before limit 1")
                            .bind("integration", integration)
                            .bind("before", since(age))
                            .mapTo(Integer.class)
                            .findOne()
                            .isPresent())
                    .sorted()
                    .toList();
        });
    }

    /** Replays that stopped by themselves and on which somebody or something worked within this time. */
    public List<StoppedReplay> stoppedReplays(Duration within) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select id, chunks from replay_job where state = 'STOPPED'"
                                + " and worked_at >= :since order by worked_at limit :most")
                        .bind("since", since(within))
                        .bind("most", MOST)
                        .map((row, context) -> new StoppedReplay(LetterTables.uuid(row, "id"), row.getInt("chunks")))
                        .list());
    }

    private static long hour(long millis) {
        return millis / Duration.ofHours(1).toMillis();
    }

    private long since(Duration within) {
        return clock.millis() - within.toMillis();
    }
}

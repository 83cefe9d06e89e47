package io.d365hub.deadletter;

import io.d365hub.failure.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How causes are read from the tables: the rows first, then counts and trend of all of them at once. */
final class CauseTables {

    static final String SELECT = "select g.*, coalesce(c.letters, 0) as open_letters from dead_letter_group g"
            + " left join dead_letter_count c on c.group_id = g.id and c.state = 'OPEN'";

    private static final int TREND_HOURS = 24;

    private CauseTables() {}

    /** A cause without counts and trend. */
    record Row(Cause bare, long open) {
        CausePlace place() {
            return new CausePlace(open, bare.id());
        }
    }

    static List<Row> rows(Query query) {
        return query.map((row, context) -> new Row(
                        new Cause(
                                LetterTables.uuid(row, "id"),
                                row.getString("integration"),
                                FailureKind.valueOf(row.getString("kind")),
                                row.getString("code"),
                                row.getString("table_name"),
                                row.getString("step"),
                                row.getString("words"),
                                row.getString("what"),
                                row.getString("why"),
                                row.getString("mend"),
                                CauseState.valueOf(row.getString("state")),
                                LetterTables.time(row, "state_at"),
                                row.getString("state_by"),
                                row.getString("state_reason"),
                                row.getInt("reopened"),
                                Map.of(),
                                LetterTables.time(row, "first_died_at"),
                                LetterTables.time(row, "last_died_at"),
                                List.of()),
                        row.getLong("open_letters")))
                .list();
    }

    static List<Cause> complete(Handle handle, List<Row> rows, Instant now) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = rows.stream().map(row -> row.bare().id()).toList();
        Map<UUID, Map<LetterState, Long>> counts = counts(handle, ids);
        Map<UUID, List<Long>> trends = trends(handle, ids, now, TREND_HOURS);
        return rows.stream()
                .map(row -> complete(
                        row.bare(),
                        counts.getOrDefault(row.bare().id(), Map.of()),
                        trends.get(row.bare().id())))
                .toList();
    }

    private static Cause complete(Cause bare, Map<LetterState, Long> letters, List<Long> trend) {
        return new Cause(
                bare.id(),
                bare.integration(),
                bare.kind(),
                bare.code(),
                bare.table(),
                bare.step(),
                bare.words(),
                bare.what(),
                bare.why(),
                bare.mend(),
                bare.state(),
                bare.stateAt(),
                bare.stateBy(),
                bare.stateReason(),
                bare.reopened(),
                letters,
                bare.firstSeen(),
                bare.lastSeen(),
                trend);
    }

    private static Map<UUID, Map<LetterState, Long>> counts(Handle handle, List<UUID> ids) {
        Map<UUID, Map<LetterState, Long>> counts = new HashMap<>();
        handle.createQuery("select group_id, state, letters from dead_letter_count"
                        + " where letters > 0 and group_id in (<ids>)")
                .bindList("ids", ids)
                .map((row, context) -> counts.computeIfAbsent(
                                LetterTables.uuid(row, "group_id"), id -> new EnumMap<>(LetterState.class))
                        .put(LetterState.valueOf(row.getString("state")), row.getLong("letters")))
                .list();
        return counts;
    }

    /** Deaths in each of the last hours, the oldest first. */
    static Map<UUID, List<Long>> trends(Handle handle, List<UUID> ids, Instant now, int hours) {
        long oldest = TimeUnit.MILLISECONDS.toHours(now.toEpochMilli()) - hours + 1;
        Map<UUID, List<Long>> trends = ids.stream()
                .distinct()
                .collect(Collectors.toMap(id -> id, id -> new ArrayList<>(Collections.nCopies(hours, 0L))));
        handle.createQuery("select group_id, died_hour, deaths from dead_letter_hour"
                        + " where group_id in (<ids>) and died_hour between :oldest and :newest")
                .bindList("ids", List.copyOf(trends.keySet()))
                .bind("oldest", oldest)
                .bind("newest", oldest + hours - 1)
                .map((row, context) -> trends.get(LetterTables.uuid(row, "group_id"))
                        .set((int) (row.getLong("died_hour") - oldest), row.getLong("deaths")))
                .list();
        return trends;
    }
}

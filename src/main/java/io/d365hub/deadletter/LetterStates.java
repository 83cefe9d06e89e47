package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Moves letters from one state to another, and counts that with their causes. With H2 a trigger counts. PostgreSQL's triggers see
 * changed rows only as copies of all of them, which takes as long as all the rest of a change; so each statement that changes a
 * letter's state or cause counts by itself, and they are all here.
 */
final class LetterStates {

    /** In the order of the key, so that two statements cannot lock each other out. */
    private static final String COUNT = "insert into dead_letter_count (group_id, state, letters)"
            + " %s order by 1, 2"
            + " on conflict (group_id, state) do update set letters = dead_letter_count.letters + excluded.letters";

    private LetterStates() {}

    /**
     * Moves those of the letters that are in the first state.
     *
     * @param set further columns, as in SQL, each with a comma before it
     * @param values of the parameters in it
     * @return how many were moved
     */
    static int move(
            Handle handle,
            LetterState from,
            LetterState to,
            Collection<UUID> ids,
            String set,
            Map<String, Object> values) {
        if (ids.isEmpty()) {
            return 0;
        }
        String update = "update dead_letter set state = '" + to + "'" + set + " where id = any (:ids) and state = '"
                + from + "'";
        if (!HubDatabase.isPostgresql(handle.getConnection())) {
            return handle.createUpdate(update)
                    .bindArray("ids", UUID.class, List.copyOf(ids))
                    .bindMap(values)
                    .execute();
        }
        return handle.createQuery("with moved as (" + update + " returning group_id),"
                        + " causes as (select group_id, count(*) as letters from moved group by group_id),"
                        + " counted as (" + count(from, to) + ")"
                        + " select coalesce(sum(letters), 0) from causes")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .bindMap(values)
                .mapTo(Integer.class)
                .one();
    }

    /** Of the rows of {@code causes}: as many less in one state, as many more in the other. */
    static String count(LetterState from, LetterState to) {
        return COUNT.formatted("select c.group_id, s.state, s.by * c.letters from causes c cross join (values ('" + from
                + "', -1), ('" + to + "', 1)) as s (state, by)");
    }

    /** New letters of these causes are open; or, when there are less, letters are of these causes no more. */
    static void countOpen(Handle handle, Map<UUID, Long> letters) {
        if (!HubDatabase.isPostgresql(handle.getConnection())) {
            return;
        }
        Map<UUID, Long> ordered = new TreeMap<>(letters);
        handle.createUpdate(COUNT.formatted("select cause, 'OPEN', by from unnest(:causes, :letters) as c (cause, by)"))
                .bindArray("causes", UUID.class, List.copyOf(ordered.keySet()))
                .bindArray("letters", Long.class, List.copyOf(ordered.values()))
                .execute();
    }
}

package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Notes that causes have been met (again): makes those that are new, moves first and last seen, counts the hour, and opens
 * again what an operator had taken for resolved. How many letters of a cause are in which state is counted by triggers.
 */
final class CauseSightings {

    private final Handle handle;
    private final PublicWords words;
    private final boolean postgresql;

    /**
     * @param words leaves what is personal out of the example that a cause shows
     */
    CauseSightings(Handle handle, PublicWords words) {
        this.handle = handle;
        this.words = words;
        this.postgresql = HubDatabase.isPostgresql(handle.getConnection());
    }

    private record Sighting(Dying example, Fingerprint fingerprint, long first, long last, Map<Long, Long> hours) {

        static Sighting of(Dying dying, Fingerprint fingerprint) {
            long at = dying.diedAt().toEpochMilli();
            Map<Long, Long> hours = new TreeMap<>();
            hours.put(TimeUnit.MILLISECONDS.toHours(at), 1L);
            return new Sighting(dying, fingerprint, at, at, hours);
        }

        Sighting plus(Sighting other) {
            other.hours.forEach((hour, deaths) -> hours.merge(hour, deaths, Long::sum));
            return new Sighting(example, fingerprint, Math.min(first, other.first), Math.max(last, other.last), hours);
        }
    }

    void record(Map<UUID, Dying> letters, Map<UUID, Fingerprint> fingerprints) {
        Map<UUID, Sighting> causes = new TreeMap<>();
        letters.forEach((id, dying) ->
                causes.merge(fingerprints.get(id).id(), Sighting.of(dying, fingerprints.get(id)), Sighting::plus));
        Map<UUID, Sighting> fresh = new TreeMap<>(causes);
        fresh.keySet().removeAll(lock(causes.keySet()));
        insert(fresh);
        update(causes);
        countHours(causes);
    }

    /** In the order of their ids, so that two who write at once cannot lock each other out. Returns those that are known. */
    private Set<UUID> lock(Set<UUID> causes) {
        return handle.createQuery("select id from dead_letter_group where id = any (:ids) order by id for update")
                .bindArray("ids", UUID.class, List.copyOf(causes))
                .mapTo(UUID.class)
                .set();
    }

    private void insert(Map<UUID, Sighting> causes) {
        PreparedBatch insert = handle.prepareBatch("insert into dead_letter_group (id, integration, kind, code, words,"
                + " what, why, mend, table_name, step, first_died_at, last_died_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing");
        causes.forEach((id, sighting) -> {
            Failure failure = sighting.example().failure();
            HubMessage message = sighting.example().message();
            UnaryOperator<String> open = words.about(message.body(), message.contentType());
            insert.add(
                    id,
                    LetterIntake.name(message.integration()),
                    failure.kind().name(),
                    LetterIntake.name(failure.code()),
                    open.apply(sighting.fingerprint().words()),
                    LetterIntake.sentence(open.apply(failure.what())),
                    LetterIntake.sentence(open.apply(failure.why())),
                    LetterIntake.sentence(failure.mend()),
                    LetterIntake.name(failure.table()),
                    LetterIntake.name(failure.step()),
                    sighting.first(),
                    sighting.last());
        });
        insert.execute();
    }

    private void update(Map<UUID, Sighting> causes) {
        String set = "first_died_at = least(first_died_at, :first), last_died_at = greatest(last_died_at, :last),"
                + " reopened = reopened + case when state = 'RESOLVED' and state_at < :last then 1 else 0 end,"
                + " state_at = case when state = 'RESOLVED' and state_at < :last then :last else state_at end,"
                + " state = case when state = 'RESOLVED' and state_at < :last then 'OPEN' else state end";
        if (postgresql) {
            List<Sighting> sightings = List.copyOf(causes.values());
            handle.createUpdate("update dead_letter_group set "
                            + set.replace(":first", "s.first_at").replace(":last", "s.last_at")
                            + " from unnest(:ids, :firsts, :lasts) as s (cause, first_at, last_at) where id = s.cause")
                    .bindArray("ids", UUID.class, List.copyOf(causes.keySet()))
                    .bindArray(
                            "firsts",
                            Long.class,
                            sightings.stream().map(Sighting::first).toList())
                    .bindArray(
                            "lasts",
                            Long.class,
                            sightings.stream().map(Sighting::last).toList())
                    .execute();
            return;
        }
        PreparedBatch update = handle.prepareBatch("update dead_letter_group set " + set + " where id = :id");
        causes.forEach((id, sighting) -> update.bind("id", id)
                .bind("first", sighting.first())
                .bind("last", sighting.last())
                .add());
        update.execute();
    }

    private void countHours(Map<UUID, Sighting> causes) {
        List<UUID> ids = new ArrayList<>();
        List<Long> hours = new ArrayList<>();
        List<Long> deaths = new ArrayList<>();
        causes.forEach((id, sighting) -> sighting.hours().forEach((hour, number) -> {
            ids.add(id);
            hours.add(hour);
            deaths.add(number);
        }));
        if (postgresql) {
            handle.createUpdate(
                            "insert into dead_letter_hour (group_id, died_hour, deaths)"
                                    + " select * from unnest(:ids, :hours, :deaths)"
                                    + " on conflict (group_id, died_hour) do update set deaths = dead_letter_hour.deaths + excluded.deaths")
                    .bindArray("ids", UUID.class, ids)
                    .bindArray("hours", Long.class, hours)
                    .bindArray("deaths", Long.class, deaths)
                    .execute();
            return;
        }
        PreparedBatch insert = handle.prepareBatch(
                "insert into dead_letter_hour (group_id, died_hour, deaths) values (?, ?, 0) on conflict do nothing");
        PreparedBatch update = handle.prepareBatch(
                "update dead_letter_hour set deaths = deaths + ? where group_id = ? and died_hour = ?");
        for (int i = 0; i < ids.size(); i++) {
            insert.add(ids.get(i), hours.get(i));
            update.add(deaths.get(i), ids.get(i), hours.get(i));
        }
        insert.execute();
        update.execute();
    }
}

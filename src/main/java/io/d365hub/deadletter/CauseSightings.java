package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.failure.Failure;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Notes that causes have been met (again): makes those that are new, moves first and last seen, counts the hour, and opens
 * again what an operator had taken for resolved. How many letters of a cause are in which state is counted by triggers.
 */
final class CauseSightings {

    private final Handle handle;

    CauseSightings(Handle handle) {
        this.handle = handle;
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
        // In the order of their ids, so that two who write at once cannot lock each other out.
        Map<UUID, Sighting> causes = new TreeMap<>();
        letters.forEach((id, dying) ->
                causes.merge(fingerprints.get(id).id(), Sighting.of(dying, fingerprints.get(id)), Sighting::plus));
        insertNew(causes);
        update(causes);
        countHours(causes);
    }

    private void insertNew(Map<UUID, Sighting> causes) {
        PreparedBatch insert = handle.prepareBatch("insert into dead_letter_group (id, integration, kind, code, words,"
                + " what, why, mend, table_name, step, first_died_at, last_died_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing");
        causes.forEach((id, sighting) -> {
            Failure failure = sighting.example().failure();
            insert.add(
                    id,
                    LetterIntake.name(sighting.example().message().integration()),
                    failure.kind().name(),
                    LetterIntake.name(failure.code()),
                    sighting.fingerprint().words(),
                    LetterIntake.sentence(failure.what()),
                    LetterIntake.sentence(failure.why()),
                    LetterIntake.sentence(failure.mend()),
                    LetterIntake.name(failure.table()),
                    LetterIntake.name(failure.step()),
                    sighting.first(),
                    sighting.last());
        });
        insert.execute();
    }

    private void update(Map<UUID, Sighting> causes) {
        PreparedBatch update = handle.prepareBatch(
                "update dead_letter_group set first_died_at = least(first_died_at, :first),"
                        + " last_died_at = greatest(last_died_at, :last),"
                        + " reopened = reopened + case when state = 'RESOLVED' and state_at < :last then 1 else 0 end,"
                        + " state_at = case when state = 'RESOLVED' and state_at < :last then :last else state_at end,"
                        + " state = case when state = 'RESOLVED' and state_at < :last then 'OPEN' else state end where id = :id");
        causes.forEach((id, sighting) -> update.bind("id", id)
                .bind("first", sighting.first())
                .bind("last", sighting.last())
                .add());
        update.execute();
    }

    private void countHours(Map<UUID, Sighting> causes) {
        PreparedBatch insert = handle.prepareBatch(
                "insert into dead_letter_hour (group_id, died_hour, deaths) values (?, ?, 0) on conflict do nothing");
        PreparedBatch update = handle.prepareBatch(
                "update dead_letter_hour set deaths = deaths + ? where group_id = ? and died_hour = ?");
        causes.forEach((id, sighting) -> sighting.hours().forEach((hour, deaths) -> {
            insert.add(id, hour);
            update.add(deaths, id, hour);
        }));
        insert.execute();
        update.execute();
    }
}

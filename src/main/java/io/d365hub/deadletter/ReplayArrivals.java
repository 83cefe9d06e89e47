package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.LetterIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Replayed messages that were delivered or filtered: closes their letters. Doing it again changes nothing. */
public final class ReplayArrivals {

    private ReplayArrivals() {}

    private record UnderWay(UUID id, UUID message, long sequence, UUID job) {}

    public static void close(Handle handle, Collection<Arrival> arrivals) {
        Settlements settlements = new Settlements(handle);
        Map<Boolean, List<Arrival>> byNamed = arrivals.stream()
                .collect(Collectors.partitioningBy(arrival -> arrival.replay().isPresent()));
        byNamed.get(true).forEach(arrival -> arrival.replay()
                .ifPresent(replay -> settlements.add(replay.letter(), replay.job(), arrival.outcome(), arrival.at())));
        find(handle, settlements, byNamed.get(false));
        settlements.save();
    }

    /** Receipts of older hubs name the message only. */
    private static void find(Handle handle, Settlements settlements, List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return;
        }
        Map<UUID, List<Arrival>> byMessage = arrivals.stream().collect(Collectors.groupingBy(Arrival::message));
        List<UnderWay> replaying = handle.createQuery(
                        "select d.id, d.message_id, d.sequence, d.replay_job from dead_letter d where "
                                + LetterIdentity.message(
                                        "= any (:ids)", !HubDatabase.isPostgresql(handle.getConnection()))
                                + " and d.state = 'REPLAYING'")
                .bindArray("ids", UUID.class, List.copyOf(byMessage.keySet()))
                .map((row, context) -> new UnderWay(
                        LetterTables.uuid(row, "id"),
                        LetterTables.uuid(row, "message_id"),
                        row.getLong("sequence"),
                        LetterTables.uuid(row, "replay_job")))
                .list();
        for (UnderWay letter : replaying) {
            for (Arrival arrival : byMessage.get(letter.message())) {
                if (arrival.sequence() == letter.sequence()) {
                    settlements.add(letter.id(), letter.job(), arrival.outcome(), arrival.at());
                }
            }
        }
    }
}

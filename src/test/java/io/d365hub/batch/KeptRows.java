package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultConsumer;

/** Dead letters and lane of the batches under test, in memory: what a broker would keep. */
final class KeptRows implements SingleRows {

    private final Map<UUID, Rejected> letters = new ConcurrentHashMap<>();
    private final List<HubMessage> handed = new CopyOnWriteArrayList<>();
    private volatile boolean out;

    /** Nothing can be stored from now on, or again. */
    void outOfReach(boolean outOfReach) {
        out = outOfReach;
    }

    Collection<Rejected> letters() {
        return letters.values();
    }

    List<HubMessage> handed() {
        return handed;
    }

    /** The lane gives up all that it has. */
    void laneBuries() throws IOException {
        Failure failure = Failure.of(FailureKind.REFUSED, "0x1", "Row was not written.", "Target said no.", "Mend it.");
        for (HubMessage message : handed) {
            reject(List.of(new Rejected(UUID.randomUUID(), message, failure, 1, message.acceptedAt())));
        }
        handed.clear();
    }

    void laneWorksOff() {
        handed.clear();
    }

    @Override
    public void handOver(List<HubMessage> messages) throws IOException {
        check();
        handed.addAll(messages);
    }

    @Override
    public void reject(List<Rejected> rows) throws IOException {
        check();
        for (Rejected row : rows) {
            UUID known = standing("", List.of(row.message()))
                    .getOrDefault(row.message().id(), row.letter());
            Rejected before = letters.get(known);
            int attempts = before == null || known.equals(row.letter()) ? 0 : before.attempts();
            letters.put(known, new Rejected(known, row.message(), row.failure(), attempts + row.attempts(), row.at()));
        }
    }

    @Override
    public Map<UUID, UUID> standing(String integration, List<HubMessage> messages) {
        Map<UUID, UUID> standing = new HashMap<>();
        messages.forEach(message -> letters.values().stream()
                .filter(letter -> letter.message().recordKey().equals(message.recordKey()))
                .filter(letter -> Arrays.equals(letter.message().body(), message.body()))
                .forEach(letter -> standing.put(message.id(), letter.letter())));
        return standing;
    }

    @Override
    public void close(String integration, Collection<UUID> closed, String reason) {
        closed.forEach(letters::remove);
    }

    private void check() throws IOException {
        if (out) {
            throw new java.net.ConnectException("The broker is away");
        }
    }

    @Override
    public Set<UUID> keysWithLetters(String integration) {
        return letters.values().stream()
                .map(letter ->
                        io.d365hub.message.RecordKeys.digest(letter.message().recordKey()))
                .collect(Collectors.toSet());
    }

    @Override
    public Set<UUID> settled(Collection<UUID> messages) {
        Set<UUID> waiting = handed.stream().map(HubMessage::id).collect(Collectors.toSet());
        return messages.stream().filter(id -> !waiting.contains(id)).collect(Collectors.toSet());
    }

    @Override
    public boolean isLaneEmpty(Integration integration) {
        return handed.isEmpty();
    }

    @Override
    public Consumer lane(Integration integration, Processor processor, Route route) {
        return new DefaultConsumer(route.getEndpoint(), processor);
    }
}

package io.d365hub.batch;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import java.io.IOException;
import java.util.Collection;
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
        rows.forEach(row -> letters.put(row.letter(), row));
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

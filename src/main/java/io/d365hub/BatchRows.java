package io.d365hub;

import io.d365hub.batch.SingleRows;
import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.Queues;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.StandingLetters;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.LedgerEntry;
import io.d365hub.ledger.MessageState;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.MessageIds;
import io.d365hub.message.RecordKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RouteAware;

/**
 * Joins batches with lanes, dead letters and ledger: what a batch cannot write with the others becomes a message like any other.
 * Each call is one transaction of the broker. Thread-safe; blocks.
 */
final class BatchRows implements SingleRows {

    /** Settled ones leave the table of a batch in portions; the others are asked about again before its next run. */
    private static final int MOST_ASKED = 20_000;

    /** How long dead letters may be on their way into the store. */
    private static final Duration LONGEST_WAY = Duration.ofSeconds(10);

    private final BrokerConnections connections;
    private final Queues queues;
    private final Integrations integrations;
    private final Ledger ledger;
    private final DeadLetterStore deadLetters;
    private final StandingLetters standing;
    /** By integration: letters are stored in the order in which they were sent, so that the last one tells of all. */
    private final Map<String, UUID> lastLetters = new ConcurrentHashMap<>();

    BatchRows(
            BrokerConnections connections,
            Integrations integrations,
            Ledger ledger,
            DeadLetterStore deadLetters,
            StandingLetters standing) {
        this.connections = connections;
        this.queues = new Queues(connections);
        this.integrations = integrations;
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.standing = standing;
    }

    /** What goes where in one transaction. */
    private interface Sending {
        void to(ClientSession session, ClientProducer producer) throws Exception;
    }

    private void send(Sending sending) throws Exception {
        try (BrokerConnection connection = connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            sending.to(session, producer);
            session.commit();
        }
    }

    /** A row that comes again after a crash may have its dead letter already: its lane would make a second one. */
    @Override
    public void handOver(List<HubMessage> messages) throws Exception {
        Set<UUID> dead =
                deadLetters.withOpenLetter(messages.stream().map(HubMessage::id).toList());
        send((session, producer) -> {
            for (HubMessage message : messages) {
                if (dead.contains(message.id())) {
                    continue;
                }
                int partitions = integrations
                        .find(message.integration())
                        .map(Integration::partitions)
                        .orElseThrow(() -> new IllegalStateException(
                                "The lane of batch '" + message.integration() + "' is not running."));
                int partition = RecordKeys.partition(message.recordKey(), partitions);
                producer.send(QueueNames.work(message.integration(), partition), MessageCodec.encode(session, message));
            }
        });
    }

    @Override
    public void reject(List<Rejected> rows) throws Exception {
        Set<UUID> renewed = renew(rows);
        List<Rejected> fresh =
                rows.stream().filter(row -> !renewed.contains(row.letter())).toList();
        if (!fresh.isEmpty()) {
            store(fresh);
            Rejected last = fresh.get(fresh.size() - 1);
            lastLetters.put(last.message().integration(), last.letter());
        }
    }

    /** Those that have a letter already. */
    private Set<UUID> renew(List<Rejected> rows) throws Exception {
        Map<UUID, UUID> known = standing.find(
                rows.get(0).message().integration(),
                rows.stream().map(Rejected::message).toList());
        Map<UUID, Dying> again = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> known.containsKey(row.message().id()))
                .forEach(row -> again.put(known.get(row.message().id()), dying(row)));
        Set<UUID> open = standing.renew(again);
        return rows.stream()
                .filter(row -> known.containsKey(row.message().id()))
                .filter(row -> open.contains(known.get(row.message().id())))
                .map(Rejected::letter)
                .collect(Collectors.toSet());
    }

    private static Dying dying(Rejected row) {
        return new Dying(row.letter(), row.message(), row.failure(), row.attempts(), row.at(), row.at());
    }

    private void store(List<Rejected> rows) throws Exception {
        send((session, producer) -> {
            List<Receipt.Entry> entries = new ArrayList<>();
            for (Rejected row : rows) {
                HubMessage message = row.message();
                producer.send(QueueNames.DEAD_LETTERS, DeadLetterCodec.encode(session, dying(row)));
                entries.add(new Receipt.Entry(
                        message.id(),
                        Outcome.DEAD,
                        RecordKeys.digest(message.recordKey()),
                        message.sequence(),
                        message.acceptedAt().toEpochMilli(),
                        row.at().toEpochMilli()));
            }
            int from = 0;
            for (List<Receipt.Entry> portion : Receipt.portions(entries)) {
                producer.send(QueueNames.RECEIPTS, receipt(session, rows.get(from), portion));
                from += portion.size();
            }
        });
    }

    private static ClientMessage receipt(ClientSession session, Rejected first, List<Receipt.Entry> entries) {
        StringBuilder ids = new StringBuilder();
        entries.forEach(entry -> ids.append(entry.message()));
        Receipt receipt = new Receipt(
                MessageIds.version5(first.letter(), ids.toString()),
                first.message().integration(),
                first.at(),
                entries);
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.getBodyBuffer().writeBytes(receipt.toBytes());
        return message;
    }

    @Override
    public Map<UUID, UUID> standing(String integration, List<HubMessage> messages) {
        return standing.find(integration, messages);
    }

    @Override
    public void close(String integration, Collection<UUID> letters, String reason) {
        deadLetters.discard(letters, "batch " + integration, reason);
    }

    @Override
    public Set<UUID> keysWithLetters(String integration) {
        awaitLetters(integration);
        List<UUID> outdated = standing.outdated(integration);
        if (!outdated.isEmpty()) {
            close(integration, outdated, "A newer row of the same record key was delivered since.");
        }
        return deadLetters.openKeys(integration);
    }

    /** Letters of the run before may still be on their way. After a while it goes on: at worst a row gets a second one. */
    private void awaitLetters(String integration) {
        UUID last = lastLetters.get(integration);
        long end = System.nanoTime() + LONGEST_WAY.toNanos();
        try {
            while (last != null && !standing.isStored(last) && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Set<UUID> settled(Collection<UUID> messages) {
        Set<UUID> settled = new HashSet<>();
        messages.stream().limit(MOST_ASKED).forEach(id -> ledger.find(id)
                .map(LedgerEntry::state)
                .filter(state -> state != MessageState.PARKED && state != MessageState.REPLAYING)
                .ifPresent(state -> settled.add(id)));
        return settled;
    }

    @Override
    public boolean isLaneEmpty(Integration integration) {
        return queues.depth(integration) == 0;
    }

    @Override
    public Consumer lane(Integration integration, Processor processor, Route route) throws Exception {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("recordKey", integration.recordKey());
        options.put("partitions", integration.partitions());
        options.put("started", integration.startedLimit());
        options.put("patience", String.valueOf(integration.patience().toMillis()));
        options.put("parentWait", String.valueOf(integration.parentWait().toMillis()));
        options.put(
                "afterDeadLetter",
                integration.afterDeadLetter().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        options.put(
                "searchFields",
                integration.searchFields().entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining(",")));
        options.put("headers", "");
        options.put("pushed", false);
        Endpoint lane = route.getCamelContext().getEndpoint("lane:" + integration.name(), options);
        Consumer consumer = lane.createConsumer(processor);
        if (consumer instanceof RouteAware aware) {
            aware.setRoute(route);
        }
        return consumer;
    }
}

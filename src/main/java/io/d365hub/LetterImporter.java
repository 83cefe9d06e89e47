package io.d365hub;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.LetterImports;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.LedgerEntry;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Imports letters the way in which lanes make them: letter and receipt in one commit of the broker, folded by the ingesters, so
 * that store and ledger agree afterwards. Ids of receipts follow from those of letters: what comes twice is folded once.
 */
final class LetterImporter implements LetterImports {

    private final DeadLetterStore store;
    private final Ledger ledger;
    private final AuditTrail audit;
    private final BrokerConnections connections;
    private final Integrations integrations;

    LetterImporter(
            DeadLetterStore store,
            Ledger ledger,
            AuditTrail audit,
            BrokerConnections connections,
            Integrations integrations) {
        this.store = store;
        this.ledger = ledger;
        this.audit = audit;
        this.connections = connections;
        this.integrations = integrations;
    }

    @Override
    public LetterImports.Taken take(List<Incoming> letters, String who) {
        Set<UUID> known = store.known(letters.stream().map(Incoming::letter).toList());
        Map<UUID, String> refused = new LinkedHashMap<>();
        List<Incoming> fresh = new ArrayList<>();
        for (Incoming letter : letters) {
            if (known.contains(letter.letter())) {
                continue;
            }
            Optional<String> why = refusal(letter.message());
            why.ifPresentOrElse(words -> refused.put(letter.letter(), words), () -> fresh.add(letter));
        }
        if (!fresh.isEmpty()) {
            audit.append(AuditEntry.of(who, "letters.imported")
                    .on(fresh.stream().map(Incoming::letter).toList()));
            send(fresh);
        }
        return new LetterImports.Taken(fresh.size(), known.size(), refused);
    }

    private Optional<String> refusal(HubMessage message) {
        if (integrations.find(message.integration()).isEmpty()) {
            return Optional.of("Its integration does not run here.");
        }
        Optional<LedgerEntry> here = ledger.find(message.id());
        return here.map(entry -> "Its message is known here already, as "
                + entry.state().name().toLowerCase(java.util.Locale.ROOT) + ".");
    }

    private void send(List<Incoming> letters) {
        try (BrokerConnection connection = connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            for (Incoming letter : letters) {
                producer.send(
                        QueueNames.DEAD_LETTERS,
                        DeadLetterCodec.encode(
                                session,
                                new DeadLetterCodec.Dying(
                                        letter.letter(),
                                        letter.message(),
                                        letter.failure(),
                                        letter.attempts(),
                                        letter.firstFailedAt(),
                                        letter.diedAt())));
                ClientMessage receipt = session.createMessage(Message.BYTES_TYPE, true);
                receipt.getBodyBuffer().writeBytes(receipt(letter).toBytes());
                producer.send(QueueNames.RECEIPTS, receipt);
                Optional<Integration> holds = integrations
                        .find(letter.message().integration())
                        .filter(integration -> integration.afterDeadLetter() == AfterDeadLetter.HOLD_KEY);
                if (holds.isPresent()) {
                    hold(holds.get(), letter, session, producer);
                }
            }
            session.commit();
        } catch (ActiveMQException e) {
            throw new AdminProblemException(
                    503,
                    "The letters were not imported.",
                    "The broker does not take them: " + e.getMessage() + ".",
                    "Import them again; what was taken in is not doubled.");
        }
    }

    /** Later messages of its record wait for it, as for a letter that died here. */
    private static void hold(Integration integration, Incoming letter, ClientSession session, ClientProducer producer)
            throws ActiveMQException {
        String key = letter.message().recordKey();
        producer.send(
                QueueNames.work(integration.name(), RecordKeys.partition(key, integration.partitions())),
                ControlMessages.hold(session, letter.letter(), RecordKeys.digest(key)));
    }

    private static Receipt receipt(Incoming letter) {
        HubMessage message = letter.message();
        long at = letter.diedAt().toEpochMilli();
        return new Receipt(
                UUID.nameUUIDFromBytes(("import:" + letter.letter()).getBytes(StandardCharsets.UTF_8)),
                message.integration(),
                letter.diedAt(),
                List.of(new Receipt.Entry(
                        message.id(),
                        Outcome.DEAD,
                        RecordKeys.digest(message.recordKey()),
                        message.sequence(),
                        message.acceptedAt().toEpochMilli(),
                        at)));
    }
}

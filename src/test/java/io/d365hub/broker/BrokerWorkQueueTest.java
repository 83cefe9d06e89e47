package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import io.d365hub.message.WorkQueue.Stored;
import io.d365hub.message.WorkQueueUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BrokerWorkQueueTest {

    @TempDir
    Path folder;

    TestBroker broker;
    Integrations integrations;
    Integration orders;
    BrokerWorkQueue queue;

    @BeforeEach
    void start() {
        broker = new TestBroker(folder);
        integrations = new Integrations();
        orders = broker.integration("webshop-orders", 4);
        integrations.register(orders);
        queue = new BrokerWorkQueue(broker.connections, integrations, WorkQueueSettings.defaults());
    }

    @AfterEach
    void stop() {
        queue.close();
        broker.close();
    }

    @Test
    void aMessageLiesInTheQueueOfItsPartition() throws Exception {
        // Given
        HubMessage message = TestBroker.message(orders, "1001", "{\"id\":\"1001\"}");

        // When
        Stored stored = get(queue.store(message, null));

        // Then
        assertThat(stored).isEqualTo(Stored.STORED);
        HubMessage taken = broker.take(QueueNames.work("webshop-orders", RecordKeys.partition("1001", 4)));
        assertThat(taken).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void aMessageOfOneMebibyteComesBackWhole() throws Exception {
        // Given
        HubMessage message = TestBroker.message(orders, "1001", "x".repeat(1 << 20));

        // When
        get(queue.store(message, null));

        // Then
        HubMessage taken = broker.take(QueueNames.work("webshop-orders", RecordKeys.partition("1001", 4)));
        assertThat(taken.body()).isEqualTo(message.body());
    }

    @Test
    void messagesOfOneKeyKeepTheirOrderWithoutWaitingForAnswers() throws Exception {
        // Given
        List<UUID> sent = new ArrayList<>();
        List<CompletionStage<Stored>> answers = new ArrayList<>();

        // When
        for (int i = 0; i < 3_000; i++) {
            HubMessage message = TestBroker.message(orders, "hot", "{}");
            sent.add(message.id());
            answers.add(queue.store(message, null));
        }
        for (CompletionStage<Stored> answer : answers) {
            get(answer);
        }

        // Then
        assertThat(drain(RecordKeys.partition("hot", 4))).containsExactlyElementsOf(sent);
    }

    @Test
    void messagesOfOneKeyKeepTheirOrderWhenSomeAreTooLargeForOneRecord() throws Exception {
        // Given
        List<UUID> sent = new ArrayList<>();
        List<CompletionStage<Stored>> answers = new ArrayList<>();

        // When
        for (int i = 0; i < 120; i++) {
            HubMessage message = TestBroker.message(orders, "hot", i % 10 == 9 ? "x".repeat(200_000) : "{}");
            sent.add(message.id());
            answers.add(queue.store(message, null));
        }
        for (CompletionStage<Stored> answer : answers) {
            get(answer);
        }

        // Then
        assertThat(drain(RecordKeys.partition("hot", 4))).containsExactlyElementsOf(sent);
    }

    @Test
    void aSecondMessageOfOneDuplicateIdIsToldAndDroppedByTheBroker() throws Exception {
        // Given
        get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));

        // When
        Stored second = get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));

        // Then
        assertThat(second).isEqualTo(Stored.DUPLICATE);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isOne());
    }

    @Test
    void idsThatCameTogetherAreAllKnownAfterARestartOfTheBroker() throws Exception {
        // Given
        List<CompletionStage<Stored>> first = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            first.add(queue.store(TestBroker.message(orders, "1001", "{}"), "id-" + n));
        }
        for (CompletionStage<Stored> answer : first) {
            get(answer);
        }
        stop();
        start();

        // When
        Set<Stored> second = EnumSet.noneOf(Stored.class);
        for (int n = 0; n < 100; n++) {
            second.add(get(queue.store(TestBroker.message(orders, "1001", "{}"), "id-" + n)));
        }

        // Then
        assertThat(second).containsExactly(Stored.DUPLICATE);
    }

    @Test
    void anIdIsKnownAfterARestartOfTheBroker() throws Exception {
        // Given
        get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));
        stop();
        start();

        // When
        Stored second = get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));

        // Then
        assertThat(second).isEqualTo(Stored.DUPLICATE);
    }

    @Test
    void anIdThatCameOverTheClientIsKnownToWhatComesWithoutIt() throws Exception {
        // Given
        get(queue.store(TestBroker.message(orders, "1001", "x".repeat(200_000)), "once"));

        // When
        Stored second = get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));

        // Then
        assertThat(second).isEqualTo(Stored.DUPLICATE);
    }

    @Test
    void whatWaitsInPageFilesUnderAnIdKeepsNoTransactionInMemory() throws Exception {
        // Given
        startPaging("1001");

        // When
        for (int i = 0; i < 20; i++) {
            get(queue.store(TestBroker.message(orders, "1001", "{}"), "event-" + i));
        }

        // Then
        assertThat(broker.broker.server().getPagingManager().getTransactions()).isEmpty();
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(20));
    }

    @Test
    void idsOfMessagesInPageFilesAreKnownAfterARestartThatFindsNoneInTheJournal() throws Exception {
        // Given
        startPaging("1001");
        List<CompletionStage<Stored>> first = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            first.add(queue.store(TestBroker.message(orders, "1001", "{}"), "id-" + n));
        }
        for (CompletionStage<Stored> answer : first) {
            get(answer);
        }
        stop();
        start();
        stop();
        start();
        // As if the process had ended before they were written.
        broker.broker
                .server()
                .getPostOffice()
                .getDuplicateIDCache(SimpleString.of("hub.ids.webshop-orders"))
                .clear();
        stop();
        start();

        // When
        Set<Stored> second = EnumSet.noneOf(Stored.class);
        for (int n = 0; n < 50; n++) {
            second.add(get(queue.store(TestBroker.message(orders, "1001", "{}"), "id-" + n)));
        }

        // Then
        assertThat(second).containsExactly(Stored.DUPLICATE);
        assertThat(get(queue.store(TestBroker.message(orders, "1001", "{}"), "another")))
                .isEqualTo(Stored.STORED);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(51));
    }

    @Test
    void idsOfMessagesThatAreGoneFromTheirPageFilesAreKnownAfterARestart() throws Exception {
        // Given
        startPaging("1001");
        for (int n = 0; n < 20; n++) {
            get(queue.store(TestBroker.message(orders, "1001", "{}"), "id-" + n));
        }
        assertThat(drain(RecordKeys.partition("1001", 4))).hasSize(20);
        stop();
        start();

        // When
        Set<Stored> second = EnumSet.noneOf(Stored.class);
        for (int n = 0; n < 20; n++) {
            second.add(get(queue.store(TestBroker.message(orders, "1001", "{}"), "id-" + n)));
        }

        // Then
        assertThat(second).containsExactly(Stored.DUPLICATE);
    }

    @Test
    void whatIsRepeatedBeforeTheFirstIsStoredIsTheDuplicateInJournalAndPages() throws Exception {
        // Given
        startPaging("1001");
        for (String key : List.of("1001", "1002", "1003", "1004")) {
            List<CompletionStage<Stored>> answers = new ArrayList<>();

            // When
            for (int n = 0; n < 200; n++) {
                answers.add(queue.store(TestBroker.message(orders, key, "{}"), key + "-" + n / 4));
            }

            // Then
            for (int n = 0; n < 200; n++) {
                assertThat(get(answers.get(n))).isEqualTo(n % 4 == 0 ? Stored.STORED : Stored.DUPLICATE);
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(200));
    }

    @Test
    void anIdCountsForOneQueue() throws Exception {
        // Given
        get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));

        // When
        Stored elsewhere = get(queue.store(TestBroker.message(orders, "1002", "{}"), "once"));

        // Then
        assertThat(RecordKeys.partition("1001", 4)).isNotEqualTo(RecordKeys.partition("1002", 4));
        assertThat(elsewhere).isEqualTo(Stored.STORED);
    }

    @Test
    void anIdThatTheBrokerKeptForItsOwnQueueIsStillKnown() throws Exception {
        // Given: as every id was kept before several shared a record
        SimpleString address = SimpleString.of(QueueNames.work("webshop-orders", RecordKeys.partition("1001", 4)));
        broker.broker.server().getPostOffice().getDuplicateIDCache(address).addToCache(DuplicateIds.bytes("once"));
        stop();
        start();

        // When
        Stored second = get(queue.store(TestBroker.message(orders, "1001", "{}"), "once"));

        // Then
        assertThat(second).isEqualTo(Stored.DUPLICATE);
    }

    private void startPaging(String key) throws Exception {
        SimpleString address = SimpleString.of(QueueNames.work("webshop-orders", RecordKeys.partition(key, 4)));
        broker.broker.server().getPagingManager().getPageStore(address).startPaging();
    }

    @Test
    void aMessageWhoseQueueIsGoneIsNotToldStored() throws Exception {
        // Given
        try (BrokerConnection connection = broker.connections.service()) {
            connection.session().deleteQueue(QueueNames.work("webshop-orders", RecordKeys.partition("1001", 4)));
        }

        // When
        CompletionStage<Stored> answer = queue.store(TestBroker.message(orders, "1001", "{}"), null);

        // Then
        assertThatThrownBy(() -> get(answer)).hasRootCauseInstanceOf(WorkQueueUnavailableException.class);
    }

    @Test
    void aSecondRequestOfOneDuplicateIdIsToldAndStoresNothing() throws Exception {
        // Given
        List<HubMessage> messages =
                List.of(TestBroker.message(orders, "1001", "{}"), TestBroker.message(orders, "1002", "{}"));
        get(queue.storeAll(messages, "request-1"));

        // When
        Stored second = get(queue.storeAll(messages, "request-1"));

        // Then
        assertThat(second).isEqualTo(Stored.DUPLICATE);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(2));
    }

    @Test
    void aDuplicateDoesNotDisturbTheNextRequest() throws Exception {
        // Given
        List<HubMessage> messages = List.of(TestBroker.message(orders, "1001", "{}"));
        for (int i = 0; i < 3; i++) {
            get(queue.storeAll(messages, "request-1"));
        }

        // When
        Stored other = get(queue.storeAll(messages, "request-2"));

        // Then
        assertThat(other).isEqualTo(Stored.STORED);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(2));
    }

    @Test
    void anIntegrationThatDoesNotRunIsRefusedByName() {
        // Given
        integrations.remove("webshop-orders");

        // When
        assertThatThrownBy(() -> get(queue.store(TestBroker.message(orders, "1001", "{}"), null)))

                // Then
                .hasCauseInstanceOf(WorkQueueUnavailableException.class)
                .hasMessageContaining("'webshop-orders' is not running");
    }

    @Test
    void moreThanMayWaitInMemoryIsRefused() throws Exception {
        // Given
        WorkQueueSettings small = new WorkQueueSettings(1, 1, 4_096, Duration.ofMillis(1500), Duration.ofMillis(500));
        try (BrokerWorkQueue narrow = new BrokerWorkQueue(broker.connections, integrations, small)) {

            // When
            assertThatThrownBy(() -> get(narrow.store(TestBroker.message(orders, "1", "x".repeat(4_096)), null)))

                    // Then
                    .hasCauseInstanceOf(WorkQueueUnavailableException.class)
                    .hasMessageContaining("More messages wait");
            // What was refused does not count any longer.
            assertThat(get(narrow.store(TestBroker.message(orders, "1", "{}"), null)))
                    .isEqualTo(Stored.STORED);
        }
    }

    @Test
    void everyCallerHasAnAnswerWhenTheBrokerStops() throws Exception {
        // Given
        List<CompletableFuture<Stored>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            answers.add(queue.store(TestBroker.message(orders, "key-" + i, "{}"), null)
                    .toCompletableFuture());
        }

        // When
        broker.broker.close();
        answers.add(queue.store(TestBroker.message(orders, "late", "{}"), null).toCompletableFuture());

        // Then
        Awaitility.await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers.get(answers.size() - 1)).isCompletedExceptionally();
    }

    @Test
    void whatWasToldStoredIsThereAfterABrokerStopInTheMiddle() throws Exception {
        // Given
        List<HubMessage> messages = new ArrayList<>();
        List<CompletableFuture<Stored>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            HubMessage message = TestBroker.message(orders, "key-" + i, "{}");
            messages.add(message);
            answers.add(queue.store(message, null).toCompletableFuture());
        }
        answers.get(200).get(60, TimeUnit.SECONDS);

        // When
        broker.broker.close();
        Awaitility.await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        stop();
        restart();

        // Then
        List<UUID> found = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            found.addAll(drain(n));
        }
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).isCompletedExceptionally()) {
                assertThat(found).contains(messages.get(i).id());
            }
        }
        assertThat(found).doesNotHaveDuplicates();
    }

    private void restart() {
        broker = new TestBroker(folder);
        queue = new BrokerWorkQueue(broker.connections, integrations, WorkQueueSettings.defaults());
    }

    private List<UUID> drain(int partition) throws Exception {
        List<UUID> ids = new ArrayList<>();
        try (BrokerConnection connection = broker.connections.lane()) {
            ClientSession session = connection.transactedSession();
            session.start();
            ClientConsumer consumer = session.createConsumer(QueueNames.work("webshop-orders", partition));
            for (ClientMessage m = consumer.receive(500); m != null; m = consumer.receive(100)) {
                ids.add(MessageCodec.decode(m).id());
                m.acknowledge();
            }
            session.commit();
        }
        return ids;
    }

    private static Stored get(CompletionStage<Stored> answer) throws InterruptedException, ExecutionException {
        return answer.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).get();
    }
}

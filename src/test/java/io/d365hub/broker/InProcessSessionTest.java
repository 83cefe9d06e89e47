package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions past the broker's client, with a real broker. */
@Timeout(300)
class InProcessSessionTest {

    private static final String QUEUE = QueueNames.work("orders", 0);

    @TempDir
    Path folder;

    private TestBroker broker;
    private BrokerConnection connection;
    private InProcessSession session;

    @BeforeEach
    void start() throws ActiveMQException {
        broker = new TestBroker(folder);
        broker.integration("orders", 1);
        connection = broker.connections.lane();
        session = connection.inProcessSession().orElseThrow();
    }

    @AfterEach
    void stop() throws ActiveMQException {
        session.close();
        connection.close();
        broker.close();
    }

    /** Takes so many messages and no more. */
    private static final class Taking implements InProcessSession.Receiver {
        private final List<ICoreMessage> messages = new CopyOnWriteArrayList<>();
        private volatile int room;

        Taking(int room) {
            this.room = room;
        }

        @Override
        public boolean hasRoom() {
            return messages.size() < room;
        }

        @Override
        public void received(ICoreMessage message) {
            messages.add(message);
        }

        List<Integer> numbers() {
            return messages.stream().map(message -> message.getIntProperty("n")).toList();
        }

        void awaitMessages(int count) {
            await().until(() -> messages.size() == count);
        }
    }

    private void send(String queue, int... numbers) throws ActiveMQException {
        for (int number : numbers) {
            ClientMessage message = connection.session().createMessage(true);
            message.putIntProperty("n", number);
            session.send(SimpleString.of(queue), message);
        }
    }

    private Taking taking(InProcessSession from, int room) throws ActiveMQException {
        Taking taking = new Taking(room);
        long unused = from.receive(SimpleString.of(QUEUE), null, taking);
        return taking;
    }

    private long depth() {
        return broker.broker.state().depth(QUEUE);
    }

    @Test
    void whatIsSentIsThereWithTheCommitOnly() throws ActiveMQException {
        // Given
        send(QUEUE, 1, 2);
        long before = depth();
        // When
        session.commit();
        // Then
        assertThat(before).isZero();
        await().until(() -> depth() == 2);
    }

    @Test
    void whatWasNotSettledComesBackInOrder() throws ActiveMQException {
        // Given
        send(QUEUE, 1, 2, 3);
        session.commit();
        Taking first = new Taking(3);
        long consumer = session.receive(SimpleString.of(QUEUE), null, first);
        first.awaitMessages(3);
        session.acknowledge(consumer, first.messages.get(1));
        session.commit();
        // When
        session.close();
        session = connection.inProcessSession().orElseThrow();
        Taking second = taking(session, 3);
        // Then
        second.awaitMessages(2);
        assertThat(second.numbers()).containsExactly(1, 3);
    }

    @Test
    void anAcknowledgementWithoutACommitIsUndone() throws ActiveMQException {
        // Given
        send(QUEUE, 1);
        session.commit();
        Taking first = new Taking(1);
        long consumer = session.receive(SimpleString.of(QUEUE), null, first);
        first.awaitMessages(1);
        session.acknowledge(consumer, first.messages.get(0));
        // When
        session.close();
        session = connection.inProcessSession().orElseThrow();
        Taking second = taking(session, 1);
        // Then
        second.awaitMessages(1);
        assertThat(second.numbers()).containsExactly(1);
    }

    @Test
    void afterANoMessagesComeOnceThereIsRoomAgain() throws ActiveMQException {
        // Given
        send(QUEUE, 1, 2);
        session.commit();
        Taking taking = new Taking(1);
        long consumer = session.receive(SimpleString.of(QUEUE), null, taking);
        taking.awaitMessages(1);
        // When
        taking.room = 2;
        session.prompt(consumer);
        // Then
        taking.awaitMessages(2);
        assertThat(taking.numbers()).containsExactly(1, 2);
    }

    @Test
    void oneMessageIsFoundAndAcknowledgedByAFilter() throws ActiveMQException {
        // Given
        send(QUEUE, 1, 2, 3);
        session.commit();
        await().until(() -> depth() == 3);
        // When
        boolean found = session.acknowledgeOne(SimpleString.of(QUEUE), SimpleString.of("n = 2"), 60_000);
        session.commit();
        // Then
        assertThat(found).isTrue();
        Taking rest = taking(session, 3);
        rest.awaitMessages(2);
        assertThat(rest.numbers()).containsExactly(1, 3);
    }

    @Test
    void whatNoQueueTakesIsRefused() {
        // When
        assertThatThrownBy(() -> send(QueueNames.work("nobody", 0), 1))
                // Then
                .isInstanceOf(ActiveMQException.class);
    }

    @Test
    void aSessionEndsWithTheBroker() throws Exception {
        // Given
        InProcessSession other = connection.inProcessSession().orElseThrow();
        // When
        broker.broker.server().stop();
        // Then
        assertThatThrownBy(other::verify).isInstanceOf(ActiveMQException.class);
    }
}

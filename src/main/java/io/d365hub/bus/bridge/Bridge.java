package io.d365hub.bus.bridge;

import io.d365hub.bus.Bus;
import io.d365hub.bus.Destination;
import io.d365hub.bus.bridge.LocalDoor.NotStoredException;
import io.d365hub.bus.bridge.Received.Refusal;
import io.d365hub.failure.FatalErrors;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the messages of one queue elsewhere to a door of the hub, one after another, in their order: each is acknowledged there
 * once it is on disk here. What is lost on the way between the two comes again and has no second effect. Connects again for
 * as long as it is open.
 */
final class Bridge implements AutoCloseable {

    /** Acknowledges one message only; Qpid JMS and Artemis give it the same number (events spec §2.3 [V]). */
    private static final int INDIVIDUALLY = 101;

    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final long FIRST_BACKOFF_MILLIS = 250;
    private static final long LONGEST_BACKOFF_MILLIS = 15_000;
    private static final long FULL_MILLIS = 500;
    private static final long STOP_MILLIS = 5_000;

    private final Bus bus;
    private final Destination place;
    private final LocalDoor door;
    private final MessageReader reader;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Connection connection;
    private volatile Bridges.Hearing hearing = Bridges.Hearing.LOST;
    /** Why it does not hear the bus; empty while it does, and before the first try. */
    private volatile String trouble = "";

    private boolean told;

    Bridge(Bus bus, Destination place, LocalDoor door) {
        this.bus = bus;
        this.place = place;
        this.door = door;
        this.reader = new MessageReader(door.bodyLimit());
        this.thread = new Thread(this::run, "bridge-" + bus.name() + "-" + place.name());
        thread.setDaemon(true);
        thread.start();
    }

    Bridges.Hearing hearing() {
        return hearing;
    }

    String trouble() {
        return trouble;
    }

    private void run() {
        long backoff = FIRST_BACKOFF_MILLIS;
        try {
            while (!isClosing()) {
                long began = System.nanoTime();
                pump();
                // What worked for a while and broke is tried again at once, what never works less and less often.
                boolean worked = System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(LONGEST_BACKOFF_MILLIS);
                backoff = worked ? FIRST_BACKOFF_MILLIS : Math.min(backoff * 2, LONGEST_BACKOFF_MILLIS);
                pause(backoff);
            }
        } catch (InterruptedException e) {
            LOG.debug("Woken to stop", e);
        } finally {
            door.close();
        }
    }

    private void pump() throws InterruptedException {
        while (door.isFull() && !isClosing()) {
            hearing = Bridges.Hearing.FULL;
            trouble = "";
            pause(FULL_MILLIS);
        }
        try (Connection opened = bus.toReceive()) {
            connection = opened;
            try (Session session = opened.createSession(false, INDIVIDUALLY);
                    MessageConsumer consumer = session.createConsumer(session.createQueue(bus.address(place)))) {
                opened.start();
                hearing = Bridges.Hearing.HEARS;
                trouble = "";
                if (told) {
                    told = false;
                    LOG.warn("The bridge from {} of '{}' hears the bus again", place, bus.name());
                }
                // Messages that wait here are locked there: when the hub is full they must go back.
                while (!isClosing() && !door.isFull()) {
                    Message message = consumer.receive();
                    if (message == null) {
                        throw new JMSException("the connection was closed");
                    }
                    store(reader.read(message));
                    message.acknowledge();
                }
            }
        } catch (JMSException e) {
            warn("lost the bus and tries again", e);
        } catch (NotStoredException e) {
            warn("could not store a message, which stays at the bus, and tries again", e);
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrow(e);
            warn("failed and tries again", e);
        } finally {
            hearing = Bridges.Hearing.LOST;
        }
    }

    /** What the door stumbles over must not come again and again. */
    private void store(Received message) throws NotStoredException, InterruptedException {
        try {
            door.store(message);
        } catch (RuntimeException e) {
            if (message.refusal().isPresent()) {
                throw e;
            }
            LOG.warn("The bridge from {} of '{}' failed on a message; it becomes a dead letter", place, bus.name(), e);
            door.store(message.refused(new Refusal(
                    "defect",
                    "The hub could not take it (" + e.getClass().getSimpleName() + ").",
                    "This is a defect of the hub. Report it, with the stack trace of its log.")));
        }
    }

    /** Once, until it goes well again. */
    private void warn(String what, Throwable e) {
        if (isClosing()) {
            return;
        }
        trouble = "It " + what + ": " + e.getMessage();
        if (!told) {
            told = true;
            LOG.warn("The bridge from {} of '{}' {}: {}", place, bus.name(), what, e.toString());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause(long millis) throws InterruptedException {
        boolean unused = closing.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Takes no more; a message that is stored and not yet acknowledged comes again. */
    @Override
    public void close() {
        closing.countDown();
        try {
            Connection open = connection;
            if (open != null) {
                open.close();
            }
            thread.join(STOP_MILLIS);
            if (thread.isAlive()) {
                // It waits for a broker that does not answer.
                thread.interrupt();
                thread.join(STOP_MILLIS);
            }
        } catch (JMSException e) {
            LOG.debug("The connection of a bridge was closed already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

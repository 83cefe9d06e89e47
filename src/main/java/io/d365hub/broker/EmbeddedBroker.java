package io.d365hub.broker;

import io.d365hub.access.ApiClients;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * The broker inside the hub's process: durable, synced, with users.
 *
 * <p>Get one with {@link #start}; whoever starts it closes it, after everything that is connected to it. Thread-safe.
 * When the journal cannot be written the broker stops itself; listeners of {@link #onCriticalError} hear of it before.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final AtomicInteger IN_VM_IDS = new AtomicInteger();
    private static final int PASSWORD_BYTES = 32;
    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final ActiveMQServer server;
    private final BrokerSettings settings;
    private final int inVmId;
    private final String hubPassword;
    private final CopyOnWriteArrayList<Consumer<Throwable>> criticalErrorListeners = new CopyOnWriteArrayList<>();
    private volatile boolean failed;

    /** There once the broker has started. */
    private volatile IdJournal ids;

    private EmbeddedBroker(BrokerSettings settings, Supplier<ApiClients> clients) throws Exception {
        this.settings = settings;
        this.inVmId = IN_VM_IDS.incrementAndGet();
        SecureRandom random = new SecureRandom();
        this.hubPassword = settings.hubPassword().orElseGet(() -> password(random));
        this.server = new ActiveMQServerImpl(
                BrokerConfiguration.of(settings, inVmId, password(random)),
                new BrokerUsers(settings.hubUser(), hubPassword, clients));
        server.registerIOCriticalErrorListener((cause, message, file) -> {
            failed = true;
            criticalErrorListeners.forEach(listener -> listener.accept(cause));
        });
    }

    /**
     * Starts a broker and creates the hub's own queues.
     *
     * @param clients who may send to the doors; asked at every log-in
     * @throws BrokerStartException when it cannot start, e.g. because another process uses its folder
     */
    public static EmbeddedBroker start(BrokerSettings settings, Supplier<ApiClients> clients) {
        try {
            EmbeddedBroker broker = new EmbeddedBroker(settings, clients);
            broker.start();
            return broker;
        } catch (BrokerStartException e) {
            throw e;
        } catch (Exception e) {
            throw startFailure(settings, e);
        }
    }

    private void start() throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        try {
            server.start();
            // Artemis logs a failed activation and returns as if nothing were wrong.
            if (failure.get() == null && !server.isActive()) {
                failure.set(new IllegalStateException("The broker is not active after its start."));
            }
            if (failure.get() != null) {
                throw startFailure(settings, failure.get());
            }
            ids = new IdJournal(server, settings.pageBytes());
            new PagedIds(server, ids).find();
            try (BrokerConnections connections = BrokerConnections.embedded(this)) {
                new Queues(connections).ensureHubQueues();
            }
        } catch (Exception e) {
            server.stop();
            throw e;
        }
    }

    /** What lies behind, for this package only. */
    ActiveMQServer server() {
        return server;
    }

    /** The broker's view of itself. */
    public BrokerState state() {
        return new State();
    }

    /** Port of the acceptor, also when the system chose it; {@link BrokerSettings#NO_PORT} without an acceptor. */
    public int port() {
        return server.getRemotingService().getAcceptor(BrokerConfiguration.TCP_ACCEPTOR) instanceof NettyAcceptor tcp
                ? tcp.getActualPort()
                : BrokerSettings.NO_PORT;
    }

    /**
     * Tells the listener when the broker can no longer write and stops itself: nothing acknowledged is lost, but the
     * process has no broker any more. Called on a thread of the broker, which must not be blocked.
     */
    public void onCriticalError(Consumer<Throwable> listener) {
        criticalErrorListeners.add(listener);
    }

    /**
     * Does the work while the broker writes nothing; the files in {@link BrokerSettings#folder} are meanwhile as a process
     * killed at that moment had left them. Who sends or commits waits so long, so the work should be short: after 30 s
     * lanes give their connections up, which loses nothing.
     */
    public <T> T standingStill(Callable<T> work) throws Exception {
        return new StandStill(server).during(work);
    }

    /** How many messages lie in each queue that has any, those included that a consumer holds. */
    public Map<String, Long> depths() {
        return new StandStill(server).depths();
    }

    /** Waits until messages that lie in page files are counted, which a broker does beside its start. */
    void awaitCounters() throws InterruptedException {
        while (server.getPagingManager().isRebuildingCounters()) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /** The id of the broker, which is kept in its folder. */
    public String node() {
        return server.getNodeID().toString();
    }

    /** Where all is that it keeps. */
    public Path folder() {
        return settings.folder();
    }

    /** A way to store single messages past the client; the connection takes those that are too large for it. */
    Transmission transmission(BrokerConnection connection) throws ActiveMQException {
        return new PostOfficeTransmission(server, ids, Transmission.committed(connection));
    }

    int inVmId() {
        return inVmId;
    }

    String hubUser() {
        return settings.hubUser();
    }

    String hubPassword() {
        return hubPassword;
    }

    /** Stops the broker. Acknowledged messages are on disk already; open sessions are cut off. */
    @Override
    public void close() {
        if (ids != null) {
            ids.close();
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The broker did not stop cleanly: " + e.getMessage()
                            + ". Its messages are safe; end the process if it does not end by itself.",
                    e);
        }
    }

    private static BrokerStartException startFailure(BrokerSettings settings, Exception e) {
        String why;
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = String.valueOf(root.getMessage());
        if (root instanceof BindException || words.contains("Address already in use")) {
            why =
                    "Address %s:%d is in use by another process. End that process, or set hub.broker.port (HUB_BROKER_PORT)."
                            .formatted(settings.host(), settings.port());
        } else if (words.contains("Timed out waiting for lock")) {
            why =
                    "Folder '%s' is in use by another process, probably a hub that still runs. End that process, or give this one its own data folder (hub.data, HUB_DATA)."
                            .formatted(shown(settings.folder()));
        } else {
            why = "Its folder is '%s'. %s: %s. Check that the folder can be written and has room."
                    .formatted(shown(settings.folder()), root.getClass().getSimpleName(), words);
        }
        return new BrokerStartException("The broker did not start. " + why, e);
    }

    private static Path shown(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private final class State implements BrokerState {

        @Override
        public boolean blocked() {
            return failed || !server.isActive() || server.getPagingManager().isDiskFull();
        }

        @Override
        public long depth(String queue) {
            Queue found = server.isActive() ? server.locateQueue(SimpleString.of(queue)) : null;
            return found == null ? 0 : found.getMessageCount();
        }

        @Override
        public OptionalLong memoryBytes() {
            return server.isActive()
                    ? OptionalLong.of(server.getPagingManager().getGlobalSize())
                    : OptionalLong.empty();
        }

        @Override
        public OptionalDouble diskUsage() {
            return server.isActive() ? OptionalDouble.of(server.getDiskStoreUsage()) : OptionalDouble.empty();
        }
    }
}

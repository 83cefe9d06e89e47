package io.d365hub.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the embedded broker runs. The defaults keep a hub with a 256 MB heap flat while a million messages wait: what does
 * not fit into {@link #memoryBytes} lies in page files.
 *
 * @param folder where journal, pages, bindings and large messages lie; one process at a time
 * @param host address that the acceptor listens on
 * @param port port of the acceptor; 0 lets the system choose, {@link #NO_PORT} opens none
 * @param hubUser user name of the hub itself, may do everything; must hold a character that no client name may hold
 * @param hubPassword the hub's own password; empty: a random one for each start, which only this process knows
 * @param diskLimitPercent the broker takes no more messages when its disk is fuller than this; above 100 never
 * @param diskCheckPeriod how often the disk is looked at
 * @param memoryBytes most memory for messages in all queues; beyond it, messages are paged
 * @param queueMemoryBytes most memory for messages of one queue; beyond it, its messages are paged
 * @param pageBytes size of a page file
 * @param maxMessageBytes largest message that a door takes, body and properties
 * @param journalBufferTimeout how long writes are gathered before they are synced; near the disk's own sync time
 * @param journalDatasync whether the journal is synced to the disk before a message is acknowledged. False breaks the
 *     promise of every acknowledgement; it exists so that a test can show that the promise is kept otherwise
 */
public record BrokerSettings(
        Path folder,
        String host,
        int port,
        String hubUser,
        Optional<String> hubPassword,
        int diskLimitPercent,
        Duration diskCheckPeriod,
        long memoryBytes,
        long queueMemoryBytes,
        int pageBytes,
        int maxMessageBytes,
        Duration journalBufferTimeout,
        boolean journalDatasync) {

    public static final int NO_PORT = -1;

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 61616;
    public static final String DEFAULT_HUB_USER = "hub.internal";
    public static final int DEFAULT_DISK_LIMIT_PERCENT = 95;
    public static final Duration DEFAULT_DISK_CHECK_PERIOD = Duration.ofSeconds(1);
    public static final long LEAST_MEMORY_BYTES = 24L << 20;
    public static final long MOST_MEMORY_BYTES = 256L << 20;
    public static final int DEFAULT_PAGE_BYTES = 1 << 20;
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;
    public static final Duration DEFAULT_JOURNAL_BUFFER_TIMEOUT = Duration.ofNanos(200_000);

    public BrokerSettings {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(hubUser, "hubUser");
        Objects.requireNonNull(hubPassword, "hubPassword");
        if (!hubUser.contains(".")) {
            throw new IllegalArgumentException("The hub's own broker user '" + hubUser
                    + "' could be the name of a client. Give it a name with a dot.");
        }
    }

    /** An eighth of the heap, within bounds: a message takes more room than the broker counts. */
    public static long defaultMemoryBytes() {
        return Math.max(
                LEAST_MEMORY_BYTES,
                Math.min(MOST_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 8));
    }

    /** Everything at its default. */
    public static BrokerSettings in(Path folder) {
        return new BrokerSettings(
                folder,
                DEFAULT_HOST,
                DEFAULT_PORT,
                DEFAULT_HUB_USER,
                Optional.empty(),
                DEFAULT_DISK_LIMIT_PERCENT,
                DEFAULT_DISK_CHECK_PERIOD,
                defaultMemoryBytes(),
                defaultMemoryBytes() / 4,
                DEFAULT_PAGE_BYTES,
                DEFAULT_MAX_MESSAGE_BYTES,
                DEFAULT_JOURNAL_BUFFER_TIMEOUT,
                true);
    }

    /** The same with another port. */
    public BrokerSettings withPort(int other) {
        return new BrokerSettings(
                folder,
                host,
                other,
                hubUser,
                hubPassword,
                diskLimitPercent,
                diskCheckPeriod,
                memoryBytes,
                queueMemoryBytes,
                pageBytes,
                maxMessageBytes,
                journalBufferTimeout,
                journalDatasync);
    }

    /** The same with a fixed password for the hub itself. */
    public BrokerSettings withHubPassword(String password) {
        return new BrokerSettings(
                folder,
                host,
                port,
                hubUser,
                Optional.of(password),
                diskLimitPercent,
                diskCheckPeriod,
                memoryBytes,
                queueMemoryBytes,
                pageBytes,
                maxMessageBytes,
                journalBufferTimeout,
                journalDatasync);
    }

    /** The same with another disk limit. */
    public BrokerSettings withDiskLimit(int percent, Duration checkPeriod) {
        return new BrokerSettings(
                folder,
                host,
                port,
                hubUser,
                hubPassword,
                percent,
                checkPeriod,
                memoryBytes,
                queueMemoryBytes,
                pageBytes,
                maxMessageBytes,
                journalBufferTimeout,
                journalDatasync);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "BrokerSettings[" + folder + ", " + host + ":" + port + "]";
    }
}

package io.d365hub.message;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the hub knows of one integration, as its route declares it.
 *
 * @param name as in {@code POST /push/{name}}, door {@code push.<name>} and endpoint {@code lane:<name>}
 * @param format what its messages are
 * @param recordKey where the record key stands in a message: a JSON Pointer (RFC 6901) or, for XML, an XPath
 * @param partitions number of partition queues; part of the stored data, see {@link RecordKeys#partition}
 * @param headers names of callers' headers that reach the route, lower case; all others are dropped
 * @param startedLimit how many exchanges a lane keeps started at once
 * @param patience how long a single message may fail for transient reasons before it becomes a dead letter
 * @param parentWait how long a message whose bound parent row is missing is parked before it is refused
 * @param afterDeadLetter what happens to later messages of the record key of a dead letter
 * @param pushed whether callers may send messages to it; the rows of a batch come from elsewhere
 * @param searchFields parts of a message by which its dead letters can be found: name to JSON Pointer or, for XML, XPath
 * @param source where it was declared, for error messages, e.g. {@code routes/webshop-orders-to-dataverse.camel.yaml}
 */
public record Integration(
        String name,
        Format format,
        String recordKey,
        int partitions,
        Set<String> headers,
        int startedLimit,
        Duration patience,
        Duration parentWait,
        AfterDeadLetter afterDeadLetter,
        boolean pushed,
        Map<String, String> searchFields,
        String source) {

    public static final int DEFAULT_PARTITIONS = 8;
    public static final int DEFAULT_STARTED_LIMIT = 250;
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(10);
    public static final Duration DEFAULT_PARENT_WAIT = Duration.ofMinutes(10);

    public Integration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(recordKey, "recordKey");
        headers = Set.copyOf(headers);
        searchFields = Map.copyOf(searchFields);
    }

    /** One that callers send messages to, whose dead letters are not found by their payload. */
    public Integration(
            String name,
            Format format,
            String recordKey,
            int partitions,
            Set<String> headers,
            int startedLimit,
            Duration patience,
            Duration parentWait,
            AfterDeadLetter afterDeadLetter,
            String source) {
        this(
                name,
                format,
                recordKey,
                partitions,
                headers,
                startedLimit,
                patience,
                parentWait,
                afterDeadLetter,
                true,
                Map.of(),
                source);
    }

    /** What the messages of an integration are. */
    public enum Format {
        JSON,
        XML
    }

    /** Whether a dead letter holds back the later messages of its record key. */
    public enum AfterDeadLetter {
        /** Later messages go on: the newest state wins. */
        CONTINUE,
        /** Later messages wait, parked, until the letter is replayed with success or discarded. */
        HOLD_KEY
    }
}

package io.d365hub.batch;

import io.d365hub.message.Integration;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a route declares of its batch.
 *
 * @param integration name, record key, lane, patience: the batch is an integration of this name
 * @param routeId the route
 * @param kind scheme of the endpoint, e.g. {@code batch-sql}
 * @param cron Quartz cron expression; empty for none
 * @param timeZone in which the cron expression is meant, an id of the IANA data base
 * @param missedRun whether one run makes up for times at which no hub ran
 * @param interval between the starts of two runs
 * @param after names of batches that must have completed a run since this one's last start, before it starts by schedule
 * @param chunk rows of one exchange
 * @param rejectShare a run stops by itself when more than this share of its rows is rejected, 0 to 1
 * @param rejectRows but not before it has read so many
 * @param skipUnchanged whether rows that the target has already are left out
 * @param deletes what happens to rows that have disappeared from the source
 * @param deleteLimit a run deletes nothing when more than this share of the known rows has disappeared, 0 to 1; 100 rows may always go
 */
public record BatchDefinition(
        Integration integration,
        String routeId,
        String kind,
        Optional<String> cron,
        String timeZone,
        boolean missedRun,
        Optional<Duration> interval,
        List<String> after,
        int chunk,
        double rejectShare,
        long rejectRows,
        boolean skipUnchanged,
        Deletes deletes,
        double deleteLimit) {

    /** What happens to rows that have disappeared from a source that is read whole. */
    public enum Deletes {
        IGNORE,
        /** They are deleted in the target, if it is a table of Dataverse that is written by key. */
        DELETE,
        /** They are made inactive there. */
        DEACTIVATE
    }

    public BatchDefinition {
        Objects.requireNonNull(integration, "integration");
        after = List.copyOf(after);
    }

    /**
     * What the options would declare.
     *
     * @param source where they stand, for people
     * @throws IllegalArgumentException naming the option that cannot be
     */
    public static BatchDefinition of(String name, BatchOptions options, String source) {
        return new BatchDeclaration(name, options, source).definition("", "");
    }

    public String name() {
        return integration.name();
    }
}

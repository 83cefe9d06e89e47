package io.d365hub.dataverse;

import io.d365hub.dataverse.client.ODataQuery;
import io.d365hub.dataverse.client.RowPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the changes of a table have been taken. A table is first read whole; rows that changed while it was read, whose
 * changes may lie before the point that its last page names, are read again; then changes follow from there.
 *
 * @param phase what is being read
 * @param link the page to read next; empty for the first of its phase
 * @param deltaLink where changes follow after the phase; empty until the last page of the load has named it
 * @param loadBegan the service's time at which the load began
 * @param columns what is read, in the order of the option; another choice needs a new load
 */
public record ChangePosition(Phase phase, String link, String deltaLink, Instant loadBegan, List<String> columns) {

    /** What is being read. */
    public enum Phase {
        /** All rows. */
        LOAD,
        /** Those that changed while all rows were read. */
        OVERLAP,
        /** What has changed since. */
        CHANGES
    }

    /** The clocks of the service's servers may differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    public ChangePosition {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(deltaLink, "deltaLink");
        Objects.requireNonNull(loadBegan, "loadBegan");
        columns = List.copyOf(columns);
    }

    /** Before the first page; these columns are going to be read. */
    public static ChangePosition start(List<String> columns) {
        return new ChangePosition(Phase.LOAD, "", "", Instant.EPOCH, columns);
    }

    /** The page to read; nothing for the first of its phase. */
    public Optional<String> next() {
        return link.isEmpty() ? Optional.empty() : Optional.of(link);
    }

    /**
     * The position once a page has been handed over.
     *
     * @param now our own time, for a service that does not tell its own
     * @throws IllegalStateException when the service has named no point from which changes follow
     */
    public ChangePosition after(RowPage page, Instant now) {
        return switch (phase) {
            case LOAD -> afterLoad(page, now);
            case OVERLAP ->
                page.next().isPresent()
                        ? at(Phase.OVERLAP, page.next().get(), deltaLink)
                        : at(Phase.CHANGES, deltaLink, deltaLink);
            case CHANGES ->
                at(
                        Phase.CHANGES,
                        page.next().or(page::delta).orElse(link),
                        page.delta().orElse(deltaLink));
        };
    }

    /** Whether everything that has happened so far was on the page that led from an earlier position to this one. */
    public boolean isLast(RowPage page, ChangePosition earlier) {
        return phase == Phase.CHANGES && page.next().isEmpty() && earlier.phase() == Phase.CHANGES;
    }

    /** What to ask for: the page of this position. */
    public ODataQuery query(String table, int pageSize) {
        ODataQuery rows = ODataQuery.of(table).select(columns).pageSize(pageSize);
        return switch (phase) {
            case LOAD -> rows.trackingChanges();
            case OVERLAP -> rows.filter("modifiedon ge " + loadBegan);
            case CHANGES -> rows;
        };
    }

    private ChangePosition afterLoad(RowPage page, Instant now) {
        boolean first = link.isEmpty();
        if (page.next().isPresent()) {
            Instant began = first ? page.answeredAt().orElse(now).minus(MARGIN) : loadBegan;
            return new ChangePosition(Phase.LOAD, page.next().get(), "", began, columns);
        }
        String delta = page.delta()
                .orElseThrow(() -> new IllegalStateException(
                        "Dataverse named no point from which changes follow: it does not track this table"));
        return first ? at(Phase.CHANGES, delta, delta) : at(Phase.OVERLAP, "", delta);
    }

    private ChangePosition at(Phase next, String nextLink, String delta) {
        return new ChangePosition(next, nextLink, delta, loadBegan, columns);
    }
}

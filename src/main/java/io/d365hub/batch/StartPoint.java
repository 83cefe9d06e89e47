package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a reader begins.
 *
 * @param kind what the position means
 * @param position what {@link Position#toJson} gave; empty at the beginning
 */
public record StartPoint(Kind kind, Optional<ObjectNode> position) {

    /** What a start point is. */
    public enum Kind {
        /** Everything: the first run, or a full reload. */
        BEGINNING,
        /** What came after the last completed run: the position is that of {@link RowReader#end}. */
        AFTER_RUN,
        /** Within a run that was interrupted, stopped or throttled: the position is that of a row. */
        WITHIN_RUN
    }

    public static final StartPoint BEGINNING = new StartPoint(Kind.BEGINNING, Optional.empty());

    public StartPoint {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(position, "position");
    }

    public static StartPoint afterRun(ObjectNode position) {
        return new StartPoint(Kind.AFTER_RUN, Optional.of(position));
    }

    public static StartPoint withinRun(ObjectNode position) {
        return new StartPoint(Kind.WITHIN_RUN, Optional.of(position));
    }
}

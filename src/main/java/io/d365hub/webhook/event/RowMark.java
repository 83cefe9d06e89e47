package io.d365hub.webhook.event;

/**
 * Which state of a row an event tells: by row version, otherwise by the time of its change (events spec §1.7 [V]).
 *
 * @param version of the row; {@link #UNKNOWN} when it is not told
 * @param modifiedOn milliseconds since the epoch; {@link #UNKNOWN} when it is not told
 */
public record RowMark(long version, long modifiedOn) {

    public static final long UNKNOWN = -1;

    public static final RowMark NOTHING = new RowMark(UNKNOWN, UNKNOWN);

    /** Whether it tells anything. */
    boolean isKnown() {
        return version != UNKNOWN || modifiedOn != UNKNOWN;
    }

    /** Whether the other one is surely newer; two changes within one second have the same time. */
    public boolean isBefore(RowMark other) {
        if (version != UNKNOWN && other.version != UNKNOWN) {
            return version < other.version;
        }
        return modifiedOn != UNKNOWN && modifiedOn < other.modifiedOn;
    }

    /** The newest of what both tell. */
    public RowMark with(RowMark other) {
        return new RowMark(Math.max(version, other.version), Math.max(modifiedOn, other.modifiedOn));
    }
}

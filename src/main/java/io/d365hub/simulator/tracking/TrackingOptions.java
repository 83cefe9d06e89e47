package io.d365hub.simulator.tracking;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How change tracking behaves, beside what the dialect says.
 *
 * @param tokenDays how long a token is good, and how long deletions are remembered: the organization's
 *     {@code ExpireChangeTrackingInDays}; more than 0
 * @param initialToken of which moment the token of an initial load is
 */
public record TrackingOptions(double tokenDays, InitialToken initialToken) {

    /** The documented behaviour; where nothing is documented, the reported one. */
    public static final TrackingOptions DEFAULTS = new TrackingOptions(7, InitialToken.LAST_PAGE);

    private static final double MOST_DAYS = 3650;

    /** The moment of an initial load's token. */
    public enum InitialToken {
        /** That of the last page, as users report it: what changes on pages already read is lost. */
        @JsonProperty("lastPage")
        LAST_PAGE,
        /** That of the first page: nothing is lost, some rows come twice. */
        @JsonProperty("firstPage")
        FIRST_PAGE
    }

    public TrackingOptions {
        if (!(tokenDays > 0 && tokenDays <= MOST_DAYS)) {
            throw new IllegalArgumentException("'tokenDays' must be more than 0 and at most " + MOST_DAYS);
        }
        if (initialToken == null) {
            throw new IllegalArgumentException("'initialToken' must be lastPage or firstPage");
        }
    }
}

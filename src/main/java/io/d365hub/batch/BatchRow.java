package io.d365hub.batch;

/**
 * A row on its way through the route.
 *
 * @param ordinal its number in the run, from 1; the same again when the run goes on after a crash
 * @param recordKey rows of one record key are worked one after another; for a row without one, something that stands for it
 * @param keyed whether the row has a record key
 * @param source as the source gave it
 */
public record BatchRow(long ordinal, String recordKey, boolean keyed, SourceRow source) {

    /** Exchange property: the row, or a list of them where the endpoint's option {@code chunk} is above 1. */
    public static final String PROPERTY = "HubBatchRow";

    /** Exchange property: the endpoint that the row stands before when participants are asked about it. */
    public static final String TARGET = "HubBatchTarget";

    /** Header: where the row stands in its source, for people. */
    public static final String PLACE = "HubBatchPlace";

    /** Header: {@code changed}, or {@code deleted} for a row that has disappeared from its source. */
    public static final String CHANGE = "HubBatchChange";

    /** Shows its number only: keys and values are personal data. */
    @Override
    public String toString() {
        return "BatchRow[" + ordinal + "]";
    }
}

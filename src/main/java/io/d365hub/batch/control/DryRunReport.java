package io.d365hub.batch.control;

import java.util.List;

/**
 * What a run would have done. Samples hold personal data: they are for the caller, and never logged or stored.
 *
 * @param told how created and updated rows were told apart
 * @param rows by outcome
 */
public record DryRunReport(String told, List<Rows> rows) {

    /**
     * Rows of one outcome.
     *
     * @param outcome created, updated, written (created or updated), unchanged or rejected
     * @param samples the first ten: what would be sent; of a rejected row its place and why
     */
    public record Rows(String outcome, long count, List<Object> samples) {}
}

package io.d365hub.simulator.fetch;

import java.util.List;

/**
 * One page of an answer.
 *
 * @param rows in order
 * @param cookie where the next page begins, not encoded; null when there is none, or none can be told
 * @param number of this page, from 1
 * @param more whether rows follow
 * @param total how many rows there are on all pages, counted up to one more than the cap; -1 when nobody asked
 */
public record FetchPage(List<FetchRow> rows, String cookie, int number, boolean more, int total) {}

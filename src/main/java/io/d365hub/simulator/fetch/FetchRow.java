package io.d365hub.simulator.fetch;

import io.d365hub.simulator.store.Row;
import java.util.List;

/**
 * One row of an answer.
 *
 * @param joined the rows it is made of; null when rows were summed up
 * @param values of the columns, in order; null when nothing was summed up
 */
public record FetchRow(Row[] joined, List<Object> values) {}

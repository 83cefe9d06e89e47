package io.d365hub.batch.file.format;

import java.util.List;

/**
 * One record of a CSV file.
 *
 * @param line on which it begins, counted from where reading began
 * @param fields its values, as far as the limit allows
 * @param count how many it has
 * @param tooLong whether it was longer than the limit
 */
record CsvLine(long line, List<String> fields, int count, boolean tooLong) {}

package io.d365hub.batch.source.sql;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a batch reads from a database.
 *
 * @param batch name of the batch
 * @param dataSource name of the data source
 * @param query the select, without order
 * @param parameters values of names in the query
 * @param key columns that name a row; none for a single cursor
 * @param watermark column that grows with every change
 * @param overlap as the author wrote it; empty for the default of the watermark's type
 * @param zone of timestamps without one; empty to leave them as they stand
 * @param pageSize rows
 * @param valueLimit bytes
 * @param count whether rows are counted first
 * @param timeout of one statement
 */
record SqlSettings(
        String batch,
        String dataSource,
        String query,
        Map<String, String> parameters,
        List<String> key,
        Optional<String> watermark,
        String overlap,
        Optional<ZoneId> zone,
        int pageSize,
        int valueLimit,
        boolean count,
        Duration timeout) {

    SqlSettings {
        parameters = Map.copyOf(parameters);
        key = List.copyOf(key);
    }

    /** Watermark and key: what rows are ordered by. */
    List<String> order() {
        return watermark
                .map(column -> java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(column),
                                key.stream().filter(k -> !k.equalsIgnoreCase(column)))
                        .toList())
                .orElse(key);
    }
}

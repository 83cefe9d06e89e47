package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.SqlCondition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/** The letters that a replay request means, looked at before anything is done. Thread-safe. */
public final class LetterSelection {

    private static final int PORTION = 20;

    private final HubDatabase database;
    private final MessageLedger ledger;

    public LetterSelection(HubDatabase database, MessageLedger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /**
     * What a request means at this moment.
     *
     * @param open letters that would be sent or held
     * @param notOpen letters that were named and are not open any more
     * @param integrations open letters by integration, the largest number first
     * @param tables open letters by the table at which they failed, the largest number first; without those that failed before
     * @param acceptedFrom when the oldest of their messages was accepted; empty when there is none
     * @param acceptedTo when the newest was
     * @param diedFrom when the first of them died
     * @param diedTo when the last of them died
     * @param bytes of their bodies
     */
    public record Summary(
            long open,
            long notOpen,
            Map<String, Long> integrations,
            Map<String, Long> tables,
            Optional<Instant> acceptedFrom,
            Optional<Instant> acceptedTo,
            Optional<Instant> diedFrom,
            Optional<Instant> diedTo,
            long bytes) {}

    private record Part(
            String integration,
            String table,
            boolean open,
            long letters,
            long acceptedFrom,
            long acceptedTo,
            long diedFrom,
            long diedTo,
            long bytes) {}

    /** Counts and ranges. */
    public Summary summary(ReplayRequest request) {
        Selected selected = new Selected(request, database);
        List<Part> parts = database.jdbi().withHandle(handle -> selected.bind(
                        handle.createQuery(
                                "select d.integration, d.table_name,"
                                        + " case when d.state = 'OPEN' then 1 else 0 end as is_open, count(*) as letters,"
                                        + " min(d.accepted_at) as accepted_from, max(d.accepted_at) as accepted_to,"
                                        + " min(d.died_at) as died_from, max(d.died_at) as died_to, sum(d.body_bytes) as bytes"
                                        + " from dead_letter d where " + selected.condition()
                                        + " group by d.integration, d.table_name, case when d.state = 'OPEN' then 1 else 0 end"))
                .map((row, context) -> new Part(
                        row.getString("integration"),
                        row.getString("table_name"),
                        row.getInt("is_open") == 1,
                        row.getLong("letters"),
                        row.getLong("accepted_from"),
                        row.getLong("accepted_to"),
                        row.getLong("died_from"),
                        row.getLong("died_to"),
                        row.getLong("bytes")))
                .list());
        List<Part> open = parts.stream().filter(Part::open).toList();
        long all = parts.stream().mapToLong(Part::letters).sum();
        long ofOpen = open.stream().mapToLong(Part::letters).sum();
        return new Summary(
                ofOpen,
                all - ofOpen,
                letters(open, Part::integration),
                letters(open.stream().filter(part -> !part.table().isEmpty()).toList(), Part::table),
                open.stream().map(Part::acceptedFrom).min(Long::compare).map(Instant::ofEpochMilli),
                open.stream().map(Part::acceptedTo).max(Long::compare).map(Instant::ofEpochMilli),
                open.stream().map(Part::diedFrom).min(Long::compare).map(Instant::ofEpochMilli),
                open.stream().map(Part::diedTo).max(Long::compare).map(Instant::ofEpochMilli),
                open.stream().mapToLong(Part::bytes).sum());
    }

    private static Map<String, Long> letters(List<Part> parts, Function<Part, String> by) {
        Map<String, Long> sums =
                parts.stream().collect(Collectors.groupingBy(by, Collectors.summingLong(Part::letters)));
        Map<String, Long> sorted = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(sum -> sorted.put(sum.getKey(), sum.getValue()));
        return sorted;
    }

    /**
     * Shows open letters of the selection with what they carry, the latest death first; some at a time, so that memory stays flat.
     *
     * @param most ends after so many
     */
    public void forEach(ReplayRequest request, int most, BiConsumer<Letter, LetterContent> reader) {
        Selected selected = new Selected(request, database);
        List<UUID> ids = database.jdbi()
                .withHandle(handle -> selected.bind(handle.createQuery("select d.id from dead_letter d where "
                                + selected.condition() + " and d.state = 'OPEN' order by " + selected.order()
                                + " limit :most"))
                        .bind("most", most)
                        .mapTo(UUID.class)
                        .list());
        for (int from = 0; from < ids.size(); from += PORTION) {
            List<UUID> portion = ids.subList(from, Math.min(ids.size(), from + PORTION));
            database.jdbi().useHandle(handle -> {
                Map<UUID, LetterContent> contents = LetterTables.contents(handle, portion);
                LetterTables.letters(handle, portion).stream()
                        .filter(letter -> contents.containsKey(letter.id()))
                        .forEach(letter -> reader.accept(letter, contents.get(letter.id())));
            });
        }
    }

    /** Whether the record of this letter has had a newer delivery, as far as the ledger knows. */
    public boolean isStale(Letter letter) {
        return database.jdbi()
                        .withHandle(handle ->
                                ledger.newestDelivered(handle, letter.integration(), List.of(letter.keyDigest())))
                        .getOrDefault(letter.keyDigest(), 0L)
                > letter.sequence();
    }

    /** The request as a condition over {@code dead_letter d}. */
    static final class Selected {

        private final Optional<SqlCondition> query;
        private final List<UUID> ids;

        Selected(ReplayRequest request, HubDatabase database) {
            query = request.query().map(selection -> new SqlCondition(selection, database));
            ids = request.letters();
        }

        String condition() {
            return query.map(SqlCondition::sql).orElse("d.id = any (:ids)");
        }

        String order() {
            return query.map(SqlCondition::order).orElse("d.died_at desc, d.id desc");
        }

        <S extends SqlStatement<S>> S bind(S statement) {
            return query.isPresent() ? query.get().bind(statement) : statement.bindArray("ids", UUID.class, ids);
        }
    }
}

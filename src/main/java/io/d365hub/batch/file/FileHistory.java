package io.d365hub.batch.file;

import io.d365hub.database.HubDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which files batches have taken and settled, kept in the database. Thread-safe; one run at a time for each batch. */
final class FileHistory {

    /** A file that was taken: its number in the order of taking, name and hash of its bytes. */
    record Taken(long number, String name, String content) {}

    private final HubDatabase database;
    private final Clock clock;

    FileHistory(HubDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes that the rows of a file are about to be handed out. */
    Taken take(String batch, String name, String content) {
        return database.inTransaction(handle -> {
            long number = handle.createQuery("select coalesce(max(number), 0) from batch_file where batch = :batch")
                            .bind("batch", batch)
                            .mapTo(Long.class)
                            .one()
                    + 1;
            handle.createUpdate("insert into batch_file (batch, number, name, content, refused, settled, changed_at)"
                            + " values (:batch, :number, :name, :content, false, false, :now)")
                    .bind("batch", batch)
                    .bind("number", number)
                    .bind("name", name)
                    .bind("content", content)
                    .bind("now", clock.instant())
                    .execute();
            return new Taken(number, name, content);
        });
    }

    /** The file of this number, when it is known. */
    Optional<Taken> find(String batch, long number) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select number, name, content from batch_file where batch = :batch and number = :number")
                .bind("batch", batch)
                .bind("number", number)
                .map((row, context) -> new Taken(row.getLong(1), row.getString(2), row.getString(3)))
                .findOne());
    }

    /** Notes that the file, or the rest of it, cannot be read. */
    void refuse(String batch, long number) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "update batch_file set refused = true, changed_at = :now where batch = :batch and number = :number")
                .bind("batch", batch)
                .bind("number", number)
                .bind("now", clock.instant())
                .execute());
    }

    /** Notes that all rows of all files up to this number are settled. */
    void settle(String batch, long number) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("update batch_file set settled = true, changed_at = :now"
                                + " where batch = :batch and number <= :number and not settled")
                        .bind("batch", batch)
                        .bind("number", number)
                        .bind("now", clock.instant())
                        .execute());
    }

    /** Forgets what was taken from this number on and is not settled: its rows come again. */
    void forgetFrom(String batch, long number) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "delete from batch_file where batch = :batch and number >= :number and not settled")
                .bind("batch", batch)
                .bind("number", number)
                .execute());
    }

    /** Forgets one file, so that what lies there under its name is read as a new one. */
    void forget(String batch, long number) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "delete from batch_file where batch = :batch and number = :number")
                .bind("batch", batch)
                .bind("number", number)
                .execute());
    }

    /** How a settled file ended; empty when this content under this name would be new. */
    Optional<Boolean> settledRefused(String batch, String name, String content) {
        return database.jdbi().withHandle(handle -> settledRefused(handle, batch, name, content));
    }

    /**
     * Content that was settled is old only while nothing else came after it: prices that go up and down again are sent three
     * times, and the third is no repetition of the first. What came under another name does not count for a file that keeps
     * its name.
     */
    private static Optional<Boolean> settledRefused(Handle handle, String batch, String name, String content) {
        return handle.createQuery("""
                        select f.refused from batch_file f
                        where f.batch = :batch and f.content = :content and f.settled
                        and not exists (select 1 from batch_file later
                            where later.batch = f.batch and later.number > f.number and later.settled
                            and later.content <> f.content
                            and (f.name <> :name or later.name = f.name))
                        order by f.number desc""")
                .bind("batch", batch)
                .bind("name", name)
                .bind("content", content)
                .setMaxRows(1)
                .mapTo(Boolean.class)
                .findFirst();
    }

    /** Forgets files that were settled before this; but never the last, because numbers go on from it. */
    void prune(String batch, Instant before) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "delete from batch_file where batch = :batch and settled and changed_at < :before"
                                + " and number < (select max(last.number) from batch_file last where last.batch = :batch)")
                .bind("batch", batch)
                .bind("before", before)
                .execute());
    }
}

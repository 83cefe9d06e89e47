package io.d365hub.batch.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunCounts;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.StartPoint;
import io.d365hub.database.HubDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;

/** A file batch of its own name with a real folder and database, and a clock that the test moves; runs it the way the runner does. */
final class FileBatch implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-02T06:00:00Z");

    private final Path drop;
    private static final AtomicInteger BATCHES = new AtomicInteger();

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final BatchSource source;

    /** Runs while the source waits for a file to settle. */
    Runnable whileItWaits = () -> {};

    private Instant now = START;

    private FileBatch(HubDatabase database, Path folder, String directory, String options) throws Exception {
        drop = Files.createDirectories(folder.resolve("drop"));
        camel.getRegistry()
                .bind(
                        "files",
                        new FileRuntime(
                                () -> database,
                                folder,
                                folder.resolve("spool"),
                                new TestClock(),
                                () -> now,
                                this::pause));
        source = camel.getEndpoint(
                        "batch-file:prices-" + BATCHES.incrementAndGet() + "?recordKey=/a&directory=" + directory
                                + options,
                        BatchFileEndpoint.class)
                .source();
    }

    static FileBatch in(HubDatabase database, Path folder, String options) throws Exception {
        return new FileBatch(database, folder, folder.resolve("drop").toString(), options);
    }

    static FileBatch over(String sftp, HubDatabase database, Path folder, String options) throws Exception {
        return new FileBatch(database, folder, sftp, options);
    }

    private void pause(Duration time) {
        now = now.plus(time);
        whileItWaits.run();
    }

    Instant now() {
        return now;
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    /** A file that was written an hour ago. */
    Path file(String name, String text) throws IOException {
        return written(name, text, now.minus(Duration.ofHours(1)));
    }

    Path written(String name, String text, Instant when) throws IOException {
        Path file = Files.writeString(drop.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(when));
        return file;
    }

    Path drop() {
        return drop;
    }

    /** Names of the files in a folder below the drop folder; the drop folder itself for the empty name. */
    List<String> names(String folder) throws IOException {
        Path path = drop.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    RowReader open(StartPoint from) throws Exception {
        return source.open(from, RunRequest.SCHEDULED);
    }

    BatchSource source() {
        return source;
    }

    /** A whole run: all rows, then settled. Gives the values of column a, and a question mark for unreadable rows. */
    List<String> run() throws Exception {
        return run(StartPoint.BEGINNING);
    }

    List<String> run(StartPoint from) throws Exception {
        return run(from, RunRequest.SCHEDULED);
    }

    List<String> run(StartPoint from, RunRequest request) throws Exception {
        try (RowReader reader = source.open(from, request)) {
            List<String> values = rest(reader);
            reader.end();
            reader.settled(RunCounts.NONE);
            return values;
        }
    }

    static List<String> rest(RowReader reader) throws Exception {
        List<String> values = new ArrayList<>();
        for (SourceRow row = reader.next(); row != null; row = reader.next()) {
            values.add(value(row));
        }
        return values;
    }

    static String value(SourceRow row) {
        return row.columns() == null ? "?" : row.columns().get("a").asText();
    }

    /** A run that is killed after so many rows; gives the position that it saved. */
    ObjectNode killedAfter(int rows) throws Exception {
        try (RowReader reader = open(StartPoint.BEGINNING)) {
            SourceRow row = reader.next();
            for (int i = 1; i < rows; i++) {
                row = reader.next();
            }
            return row.position().toJson();
        }
    }

    /** A run whose end was saved, and that was killed before it had told the source. */
    Optional<ObjectNode> killedBeforeSettled() throws Exception {
        try (RowReader reader = open(StartPoint.BEGINNING)) {
            rest(reader);
            return reader.end().map(position -> position.toJson());
        }
    }

    @Override
    public void close() {
        camel.stop();
    }

    private final class TestClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}

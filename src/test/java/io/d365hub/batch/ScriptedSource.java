package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;

/** Rows numbered from 1; the position is the number of the last row read. */
final class ScriptedSource implements BatchSource {

    private final Map<Long, SourceException> failsBefore = new ConcurrentHashMap<>();
    private final Map<Long, CountDownLatch> waitsBefore = new ConcurrentHashMap<>();
    private final Map<Long, Failure> unreadable = new ConcurrentHashMap<>();
    private final List<StartPoint> opened = new CopyOnWriteArrayList<>();
    private final List<RunCounts> settled = new CopyOnWriteArrayList<>();
    private volatile long rows;
    private volatile int positionEvery = 1;
    private volatile LongFunction<String> key = number -> "K" + number;
    private volatile RuntimeException onSettled;

    ScriptedSource rows(long number) {
        rows = number;
        return this;
    }

    ScriptedSource positionEvery(int number) {
        positionEvery = number;
        return this;
    }

    ScriptedSource keys(LongFunction<String> keyOf) {
        key = keyOf;
        return this;
    }

    /** Once. */
    ScriptedSource failsBefore(long row, FailureKind kind) {
        failsBefore.put(
                row, SourceException.of(kind, "scripted", "The source was not read.", "It is scripted so.", "Wait."));
        return this;
    }

    ScriptedSource waitsBefore(long row, CountDownLatch latch) {
        waitsBefore.put(row, latch);
        return this;
    }

    ScriptedSource unreadable(long row) {
        unreadable.put(
                row,
                Failure.of(
                        FailureKind.UNREADABLE,
                        "columns",
                        "The line was not read.",
                        "It has 3 columns.",
                        "Mend the file."));
        return this;
    }

    ScriptedSource failsWhenSettled(RuntimeException failure) {
        onSettled = failure;
        return this;
    }

    List<StartPoint> opened() {
        return opened;
    }

    List<RunCounts> settled() {
        return settled;
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) {
        opened.add(from);
        long start =
                from.position().map(position -> position.path("row").asLong()).orElse(0L);
        return new Reader(start);
    }

    private final class Reader implements RowReader {

        private long last;

        Reader(long start) {
            last = start;
        }

        @Override
        public SourceRow next() throws SourceException, InterruptedException {
            if (last == rows) {
                return null;
            }
            CountDownLatch latch = waitsBefore.get(last + 1);
            if (latch != null) {
                latch.await();
            }
            SourceException failure = failsBefore.remove(last + 1);
            if (failure != null) {
                throw failure;
            }
            long number = ++last;
            Position position = number % positionEvery == 0 ? () -> at(number) : null;
            String place = "line " + number;
            Failure broken = unreadable.get(number);
            if (broken != null) {
                return SourceRow.unreadable(
                        ("a;b;" + number).getBytes(StandardCharsets.UTF_8), "text/csv", place, position, broken);
            }
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("id", key.apply(number));
            row.put("number", number);
            return SourceRow.of(row, place, position);
        }

        private static ObjectNode at(long number) {
            return JsonNodeFactory.instance.objectNode().put("row", number);
        }

        @Override
        public OptionalLong total() {
            return OptionalLong.of(rows);
        }

        @Override
        public Optional<Position> end() {
            long end = last;
            return Optional.of(() -> at(end));
        }

        @Override
        public void settled(RunCounts outcome) {
            if (onSettled != null) {
                throw onSettled;
            }
            settled.add(outcome);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}

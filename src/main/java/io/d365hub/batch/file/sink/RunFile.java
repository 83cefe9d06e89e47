package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.RunParticipant;
import io.d365hub.batch.RunState;
import io.d365hub.batch.SourceRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of one run. With each saved position goes the length that was on the disk then; a run that goes on after a crash
 * cuts the file to that length, so that it holds each row once. It appears under its name when the run is complete.
 *
 * <p>With {@code rollAt} a run may have several parts; all of them appear at its end. Thread-safe.
 */
final class RunFile implements RunParticipant {

    private static final String PART = "part";
    private static final String BYTES = "bytes";
    private static final String COLUMNS = "columns";

    private final String name;
    private final String batch;
    private final String stem;
    private final SinkOptions options;
    private final SinkFolder folder;
    private final RowLines lines;

    private List<String> columns;
    private PartFile open;
    private int part;
    private boolean unsynced;

    /**
     * The file of a run.
     *
     * @param name of the participant
     * @param batch what the names of all files of this batch begin with
     * @param stem what the names of this run's files begin with
     */
    RunFile(String name, String batch, String stem, SinkOptions options) {
        this.name = name;
        this.batch = batch;
        this.stem = stem;
        this.options = options;
        this.folder = options.folder();
        this.lines = options.lines();
        this.columns = options.columns();
    }

    @Override
    public String name() {
        return name;
    }

    /** Positions and lengths must belong together exactly. */
    @Override
    public boolean needsQuiet() {
        return true;
    }

    @Override
    public synchronized void begin(Optional<ObjectNode> state) throws IOException {
        int saved = state.map(json -> json.path(PART).asInt()).orElse(0);
        for (String there : folder.unfinished(batch, ending())) {
            if (!there.startsWith(stem)) {
                folder.abandon(there);
            } else if (number(there) > saved) {
                // Begun after the last saved position: its rows come again.
                folder.delete(there);
            }
        }
        if (state.isPresent()) {
            goOn(state.get(), saved);
        }
    }

    /** Whether the run has written here before. */
    boolean isBegun() throws IOException {
        return !folder.unfinished(stem, ending()).isEmpty();
    }

    private void goOn(ObjectNode state, int saved) throws IOException {
        part = saved;
        if (lines.hasColumns() && columns.isEmpty()) {
            List<String> known = new ArrayList<>();
            state.path(COLUMNS).forEach(column -> known.add(column.asText()));
            columns = known;
        }
        // Gone when the run's end was reached but not noted: the file has appeared, and what still comes is another
        // part.
        if (folder.unfinished(stem, ending()).contains(fileName(saved))) {
            open = PartFile.open(folder.path(fileName(saved)), state.path(BYTES).asLong());
        }
    }

    private String fileName(int number) {
        String mark = options.rolls() ? "-%03d".formatted(number) : number > 1 ? "-" + number : "";
        return stem + mark + ending();
    }

    private int number(String fileName) {
        String mark = fileName.substring(stem.length(), fileName.length() - ending().length());
        return mark.isEmpty() ? 1 : Integer.parseInt(mark.substring(1));
    }

    private String ending() {
        return "." + lines.ending();
    }

    /** Appends rows, all or none of them. */
    void write(List<ObjectNode> rows) throws IOException {
        List<String> known = known(rows.get(0));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (ObjectNode row : rows) {
            written.writeBytes(lines.line(row, known));
        }
        append(written.toByteArray());
    }

    /** Appends rows in a format whose lines stand for themselves, all or none of them. */
    void writeAsTheyCame(List<SourceRow> rows) throws IOException {
        byte[] written = SourceLines.of(rows, lines);
        append(written);
    }

    private synchronized void append(byte[] bytes) throws IOException {
        makeRoom();
        open.append(bytes);
    }

    /** One row; the way that most rows take. */
    void write(ObjectNode row) throws IOException {
        append(lines.line(row, known(row)));
    }

    private List<String> known(ObjectNode first) {
        return lines.hasColumns() ? columnsOf(first) : List.of();
    }

    private synchronized List<String> columnsOf(ObjectNode first) {
        if (columns.isEmpty()) {
            List<String> names = new ArrayList<>();
            first.fieldNames().forEachRemaining(names::add);
            columns = List.copyOf(names);
        }
        return columns;
    }

    private void makeRoom() throws IOException {
        if (open != null && options.rolls() && open.length() >= options.rollAt()) {
            open.sync();
            open.close();
            open = null;
        }
        if (open == null) {
            part++;
            open = PartFile.open(folder.path(fileName(part)), 0);
            unsynced = true;
            open.append(lines.head(columns));
        }
    }

    @Override
    public synchronized Optional<ObjectNode> flush() throws IOException {
        if (open == null) {
            return Optional.empty();
        }
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put(PART, part).put(BYTES, open.sync());
        if (lines.hasColumns()) {
            columns.forEach(state.putArray(COLUMNS)::add);
        }
        if (unsynced) {
            folder.sync();
            unsynced = false;
        }
        return Optional.of(state);
    }

    @Override
    public synchronized void end(RunState state) throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
        for (String there : folder.unfinished(stem, ending())) {
            if (state == RunState.COMPLETED) {
                folder.publish(there, lines);
            } else if (state == RunState.ABANDONED) {
                folder.abandon(there);
            }
        }
    }
}

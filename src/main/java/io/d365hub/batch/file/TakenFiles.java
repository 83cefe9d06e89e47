package io.d365hub.batch.file;

import io.d365hub.batch.file.FileHistory.Taken;
import io.d365hub.batch.file.folder.FileEntry;
import io.d365hub.batch.file.folder.FileFolder;
import io.d365hub.batch.file.format.FileContent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the files of a run one after another, and moves them away when the run is over.
 *
 * <p>A crash, at any moment: what was taken and not settled is forgotten, or gone on with, by the next start; what was settled and
 * not moved is known by its content, not read again, and moved then. A file that cannot be moved (a full disk) is said, stays
 * where it is, and is treated the same way.
 */
final class TakenFiles implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TakenFiles.class);
    private static final int MARK = 8;

    /** A file that was taken in this run, as it was then. */
    record Current(Taken taken, FileEntry entry, FileContent content) {}

    private final FileOptions options;
    private final FileFolder folder;
    private final FileHistory history;
    private final WaitingFiles waiting;
    private final boolean full;
    private final boolean dryRun;
    /** By number. Grows with the files of a run, not with their rows. */
    private final Map<Long, FileEntry> done = new LinkedHashMap<>();

    private long last;

    TakenFiles(
            FileOptions options,
            FileFolder folder,
            FileHistory history,
            WaitingFiles waiting,
            boolean full,
            boolean dryRun) {
        this.options = options;
        this.folder = folder;
        this.history = history;
        this.waiting = waiting;
        this.full = full;
        this.dryRun = dryRun;
    }

    /** The file of an interrupted run as it was then; empty when it is gone or holds something else now. */
    Optional<Current> again(Taken interrupted) throws IOException {
        Optional<FileEntry> entry = folder.find(interrupted.name());
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Path path = folder.fetch(entry.get());
        if (!FileHash.of(path, entry.get().bytes()).equals(interrupted.content())) {
            return Optional.empty();
        }
        waiting.remove(interrupted.name());
        last = interrupted.number();
        return Optional.of(current(interrupted, entry.get(), path));
    }

    /** The next file that is not known yet; empty when there is none. */
    Optional<Current> next() throws IOException, InterruptedException {
        for (Optional<FileEntry> file = waiting.next(); file.isPresent(); file = waiting.next()) {
            FileEntry entry = file.get();
            Path path = folder.fetch(entry);
            String content = FileHash.of(path, entry.bytes());
            Optional<Boolean> known =
                    full ? Optional.empty() : history.settledRefused(options.batch(), entry.name(), content);
            if (known.isEmpty()) {
                Taken taken = dryRun
                        ? new Taken(last + 1, entry.name(), content)
                        : history.take(options.batch(), entry.name(), content);
                last = taken.number();
                return Optional.of(current(taken, entry, path));
            }
            if (!dryRun) {
                LOG.warn(
                        "Batch {} does not read {} again: the same content was read before.",
                        options.batch(),
                        entry.name());
                moveAway(entry.name(), content, known.get());
            }
        }
        return Optional.empty();
    }

    private Current current(Taken taken, FileEntry entry, Path path) {
        return new Current(taken, entry, options.packing().content(entry.name(), path, entry.bytes()));
    }

    /** The file was handed out to its end, or as far as it can be read. */
    void finished(Current file, boolean refused) {
        done.put(file.taken().number(), file.entry());
        if (refused && !dryRun) {
            history.refuse(options.batch(), file.taken().number());
        }
    }

    FileOptions options() {
        return options;
    }

    /** Number of the file that was taken last; 0 for none. */
    long last() {
        return last;
    }

    long bytesLeft() {
        return waiting.bytesLeft();
    }

    /** All rows of all files are settled. */
    void settled() throws IOException {
        if (dryRun) {
            return;
        }
        for (Map.Entry<Long, FileEntry> file : done.entrySet()) {
            FileEntry then = file.getValue();
            if (folder.find(then.name()).filter(then::equals).isEmpty()) {
                LOG.warn(
                        "Batch {} leaves {} where it is: it was written to while it was read, and is read again.",
                        options.batch(),
                        then.name());
                history.forget(options.batch(), file.getKey());
            }
        }
        history.settle(options.batch(), last);
        for (Map.Entry<Long, FileEntry> file : done.entrySet()) {
            Optional<Taken> taken = history.find(options.batch(), file.getKey());
            if (taken.isPresent()) {
                boolean refused = history.settledRefused(
                                options.batch(), taken.get().name(), taken.get().content())
                        .orElse(false);
                moveAway(taken.get().name(), taken.get().content(), refused);
            }
        }
    }

    private void moveAway(String name, String content, boolean refused) {
        String target = refused ? options.failed() : options.archive();
        if (target.isEmpty()) {
            return;
        }
        try {
            folder.move(name, target, content.substring(0, MARK));
            if (options.needsMarker()) {
                folder.delete(name + options.marker());
            }
        } catch (IOException e) {
            LOG.warn(
                    "Batch {} could not move {} to {}: {}. Its rows are settled and are not read again; the next run tries to"
                            + " move it.",
                    options.batch(),
                    name,
                    target,
                    e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}

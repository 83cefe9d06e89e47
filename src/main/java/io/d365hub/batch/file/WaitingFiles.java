package io.d365hub.batch.file;

import io.d365hub.batch.file.FileRuntime.Pause;
import io.d365hub.batch.file.folder.FileEntry;
import io.d365hub.batch.file.folder.FileFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a run, as they become ready. A file is ready when it has not changed for the settling time; one that changed
 * lately is looked at once more after that time, behind the others, and left to the next run when it still grows. With markers,
 * a file is ready when its marker is there.
 */
final class WaitingFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingFiles.class);

    private final FileFolder folder;
    private final FileOptions options;
    private final Clock clock;
    private final Pause pause;
    private final Deque<FileEntry> ready = new ArrayDeque<>();
    private final Deque<FileEntry> young = new ArrayDeque<>();
    private long bytesLeft;
    private boolean waited;

    private WaitingFiles(FileFolder folder, FileOptions options, Clock clock, Pause pause) {
        this.folder = folder;
        this.options = options;
        this.clock = clock;
        this.pause = pause;
    }

    static WaitingFiles of(FileFolder folder, FileOptions options, Clock clock, Pause pause) throws IOException {
        WaitingFiles files = new WaitingFiles(folder, options, clock, pause);
        List<FileEntry> listed = folder.list();
        Set<String> names = listed.stream().map(FileEntry::name).collect(Collectors.toSet());
        List<FileEntry> wanted = new ArrayList<>(listed);
        wanted.removeIf(file -> !options.isWanted(file.name())
                || (options.needsMarker() && !names.contains(file.name() + options.marker())));
        wanted.sort(options.order());
        wanted.forEach(files::sort);
        return files;
    }

    private void sort(FileEntry file) {
        boolean settled = options.needsMarker()
                || !file.modified().isAfter(clock.instant().minus(options.settle()));
        (settled ? ready : young).add(file);
        bytesLeft += file.bytes();
    }

    /** The next file that is ready; empty when no more of them will be in this run. May wait for the settling time. */
    Optional<FileEntry> next() throws IOException, InterruptedException {
        while (true) {
            if (!ready.isEmpty()) {
                return Optional.of(taken(ready.poll()));
            }
            if (young.isEmpty()) {
                return Optional.empty();
            }
            if (!waited) {
                pause.of(options.settle());
                waited = true;
            }
            FileEntry before = young.poll();
            if (folder.find(before.name()).filter(before::equals).isPresent()) {
                return Optional.of(taken(before));
            }
            bytesLeft -= before.bytes();
            LOG.warn("Batch {} leaves {} to its next run: it is still being written.", options.batch(), before.name());
        }
    }

    private FileEntry taken(FileEntry file) {
        bytesLeft -= file.bytes();
        return file;
    }

    /** A file that is taken out of turn; not handed out again. */
    void remove(String name) {
        ready.removeIf(file -> file.name().equals(name));
        young.removeIf(file -> file.name().equals(name));
    }

    /** Size of the files that were not handed out yet, bytes. */
    long bytesLeft() {
        return bytesLeft;
    }
}

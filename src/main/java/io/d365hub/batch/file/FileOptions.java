package io.d365hub.batch.file;

import io.d365hub.batch.file.folder.FileEntry;
import io.d365hub.batch.file.format.FileFormat;
import io.d365hub.batch.file.format.FormatOptions;
import io.d365hub.batch.file.format.Packing;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which files a batch takes, how it reads them, and where they go.
 *
 * @param batch name of the batch
 * @param format empty: by the ending of each name
 * @param include patterns of names, one of which must match
 * @param exclude patterns of names, none of which may match
 * @param order of the files of one run
 * @param settle how long a file must not have changed before it is taken as whole
 * @param marker ending of the name of an empty file beside it that says that a file is whole; empty: none is needed
 * @param archive folder for files that were read; empty: they stay
 * @param failed folder for files that could not be read; empty: they stay
 * @param remember how long content that was read is known
 */
record FileOptions(
        String batch,
        Optional<FileFormat> format,
        FormatOptions reading,
        Packing packing,
        List<PathMatcher> include,
        List<PathMatcher> exclude,
        Comparator<FileEntry> order,
        Duration settle,
        String marker,
        String archive,
        String failed,
        Duration remember) {

    static final Comparator<FileEntry> BY_NAME = Comparator.comparing(FileEntry::name);
    static final Comparator<FileEntry> BY_TIME =
            Comparator.comparing(FileEntry::modified).thenComparing(BY_NAME);

    /** A pattern of file names, e.g. {@code *.csv} or <code>prices-{eu,us}-*.csv.gz</code>. */
    static PathMatcher pattern(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    boolean isWanted(String name) {
        Path path = Path.of(name);
        return include.stream().anyMatch(pattern -> pattern.matches(path))
                && exclude.stream().noneMatch(pattern -> pattern.matches(path))
                && (marker.isEmpty() || !name.endsWith(marker));
    }

    boolean needsMarker() {
        return !marker.isEmpty();
    }
}

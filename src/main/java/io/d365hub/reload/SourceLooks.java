package io.d365hub.reload;

import io.d365hub.reload.SourceFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at the files again and again, and reads only those that look other than before. Looking works where notifications of
 * the operating system do not: shared folders, mounts of containers. Not thread-safe.
 */
final class SourceLooks {

    /** Larger files are not what people write by hand. */
    private static final long LARGEST = 16L << 20;

    private static final Set<String> ROUTE_ENDINGS = Set.of(".camel.yaml", ".java");

    private final SourceFolders folders;
    private Map<Path, Seen> seen = Map.of();

    private record Stamp(Object modified, long size, Object key) {}

    /** @param names other files that it names; searched for once, because looking again must cost next to nothing */
    private record Seen(Stamp stamp, SourceFile file, Set<Path> names) {

        static Seen of(Stamp stamp, SourceFile file) {
            boolean uses = file.kind() == Kind.ROUTES || file.kind() == Kind.KAMELET;
            return new Seen(stamp, file, uses ? Set.copyOf(References.of(file).resources()) : Set.of());
        }
    }

    SourceLooks(SourceFolders folders) {
        this.folders = folders;
    }

    /** What is there now. A file that comes or goes meanwhile is there or not. */
    SourceTree look() {
        Map<Path, Seen> now = new HashMap<>();
        for (Path file : list(folders.routes(), 1)) {
            if (ROUTE_ENDINGS.stream().anyMatch(file.toString()::endsWith)) {
                read(file, Kind.ROUTES, now);
            }
        }
        for (Path file : list(folders.kamelets(), 1)) {
            if (file.toString().endsWith(".kamelet.yaml")) {
                read(file, Kind.KAMELET, now);
            }
        }
        for (Seen using : List.copyOf(now.values())) {
            for (Path named : using.names()) {
                if (!now.containsKey(named)) {
                    read(named, Kind.RESOURCE, now);
                }
            }
        }
        for (Path start : folders.atStart()) {
            list(start, 3).forEach(file -> read(file, Kind.START, now));
        }
        seen = now;
        Map<Path, SourceFile> files = new HashMap<>();
        now.forEach((name, file) -> files.put(name, file.file()));
        return new SourceTree(files);
    }

    private List<Path> list(Path folder, int depth) {
        Path home = folders.home();
        Path absolute = home.resolve(folder);
        if (!Files.exists(absolute)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(absolute, depth)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .map(file -> folder.resolve(absolute.relativize(file).toString()))
                    .map(Path::normalize)
                    .toList();
        } catch (IOException | RuntimeException e) {
            return List.of(); // gone between the two looks at it
        }
    }

    private void read(Path name, Kind kind, Map<Path, Seen> now) {
        Path file = folders.home().resolve(name);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile() || attributes.size() > LARGEST) {
                return;
            }
            Stamp stamp = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            Seen before = seen.get(name);
            now.put(
                    name,
                    before != null && before.stamp().equals(stamp)
                            ? before
                            : Seen.of(stamp, new SourceFile(name, kind, Files.readAllBytes(file))));
        } catch (IOException e) {
            // Gone, or not to be read: for the hub it is not there.
        }
    }
}

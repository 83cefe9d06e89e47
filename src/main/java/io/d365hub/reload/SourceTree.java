package io.d365hub.reload;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files as they were at one moment. Immutable.
 *
 * @param files the files by name
 */
record SourceTree(Map<Path, SourceFile> files) {

    static final SourceTree EMPTY = new SourceTree(Map.of());

    SourceTree {
        files = Map.copyOf(files);
    }

    Optional<SourceFile> file(Path name) {
        return Optional.ofNullable(files.get(name));
    }

    /** The names of files that are new, gone, or of other content in the later tree; in their order. */
    Set<Path> changesTo(SourceTree later) {
        Set<Path> changed = new TreeSet<>();
        later.files.forEach((name, file) -> {
            if (!file.sameAs(files.get(name))) {
                changed.add(name);
            }
        });
        files.keySet().stream().filter(name -> !later.files.containsKey(name)).forEach(changed::add);
        return changed;
    }

    /** This tree with some files as they are in the other one. */
    SourceTree with(Collection<Path> names, SourceTree other) {
        Map<Path, SourceFile> together = new HashMap<>(files);
        for (Path name : names) {
            SourceFile file = other.files.get(name);
            if (file == null) {
                together.remove(name);
            } else {
                together.put(name, file);
            }
        }
        return new SourceTree(together);
    }

    /** What kind of file it is, in this tree or the other one. */
    SourceFile.Kind kind(Path name, SourceTree other) {
        return file(name).or(() -> other.file(name)).orElseThrow().kind();
    }

    Map<Path, SourceFile> ordered() {
        return new TreeMap<>(files);
    }
}

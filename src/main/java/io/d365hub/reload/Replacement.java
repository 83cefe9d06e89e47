package io.d365hub.reload;

import io.d365hub.reload.SourceFile.Kind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is taken out, and what comes in its place: the changed files, and all routes that use a changed kamelet or another file
 * that routes read when they are built.
 *
 * @param before what runs; without files that are new
 * @param after what shall run; without files that are gone
 */
record Replacement(List<SourceFile> before, List<SourceFile> after) {

    Replacement {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** @param changed the files that shall be as they are in {@code wanted} */
    static Replacement of(Set<Path> changed, SourceTree running, SourceTree wanted) {
        SourceTree result = running.with(changed, wanted);
        Set<Path> all = new TreeSet<>(changed);
        if (changed.stream().anyMatch(name -> isConfiguration(name, running) || isConfiguration(name, wanted))) {
            // A route configuration has its say in every route.
            result.files().values().stream()
                    .filter(file -> file.kind() == Kind.ROUTES)
                    .forEach(file -> all.add(file.name()));
        }
        Set<Path> rebuilding = new TreeSet<>(changed);
        rebuilding.removeIf(name -> isMapping(name, running, wanted));
        boolean more = true;
        while (more) {
            more = false;
            for (SourceTree tree : List.of(running, result)) {
                for (SourceFile file : tree.files().values()) {
                    if (!rebuilding.contains(file.name())
                            && file.kind() != Kind.START
                            && References.of(file).namesAny(rebuilding)) {
                        rebuilding.add(file.name());
                        more = true;
                    }
                }
            }
        }
        all.addAll(rebuilding);
        return new Replacement(of(all, running), of(all, result));
    }

    private static boolean isConfiguration(Path name, SourceTree tree) {
        return tree.file(name)
                .filter(file -> file.kind() == Kind.ROUTES)
                .filter(file -> file.text().contains("routeConfiguration:")
                        || file.text().contains("RouteConfigurationBuilder"))
                .isPresent();
    }

    /** Whether the file is a mapping and nothing else to all that name it: then routes go on running while it is replaced. */
    private static boolean isMapping(Path name, SourceTree running, SourceTree wanted) {
        if (running.kind(name, wanted) != Kind.RESOURCE) {
            return false;
        }
        return List.of(running, wanted).stream()
                .flatMap(tree -> tree.files().values().stream())
                .map(References::of)
                .filter(references -> references.resources().contains(name))
                .allMatch(references -> references.mappings().contains(name));
    }

    private static List<SourceFile> of(Collection<Path> names, SourceTree tree) {
        return names.stream().flatMap(name -> tree.file(name).stream()).toList();
    }

    Replacement reversed() {
        return new Replacement(after, before);
    }
}

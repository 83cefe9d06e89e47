package io.d365hub.reload;

import io.d365hub.check.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which of the changed files belong together, and which cannot be used because one that they belong to is wrong. */
final class Together {

    private Together() {}

    /**
     * The changed files that are not to be used.
     *
     * @param changed all that have changed
     * @param findings what is wrong, in any file
     */
    static Set<Path> heldBack(Set<Path> changed, Collection<Finding> findings, SourceTree running, SourceTree wanted) {
        Set<Path> wrong = new TreeSet<>();
        for (Finding finding : findings) {
            Path file = finding.file().normalize();
            if (!changed.contains(file)) {
                return changed; // what makes an unchanged file wrong could be any of them
            }
            wrong.add(file);
        }
        return withOthers(wrong, changed, running, wanted);
    }

    /** The files in groups that name each other; each group can be used without the others. */
    static List<Set<Path>> groups(Set<Path> files, SourceTree running, SourceTree wanted) {
        List<Set<Path>> groups = new ArrayList<>();
        Set<Path> left = new TreeSet<>(files);
        while (!left.isEmpty()) {
            Set<Path> first = new TreeSet<>(Set.of(left.iterator().next()));
            Set<Path> group = withOthers(first, left, running, wanted);
            left.removeAll(group);
            groups.add(group);
        }
        return groups;
    }

    private static Set<Path> withOthers(Set<Path> some, Set<Path> all, SourceTree running, SourceTree wanted) {
        boolean more = !some.isEmpty();
        while (more) {
            more = false;
            for (Path file : all) {
                if (!some.contains(file) && some.stream().anyMatch(other -> together(file, other, running, wanted))) {
                    some.add(file);
                    more = true;
                }
            }
        }
        return some;
    }

    private static boolean together(Path one, Path other, SourceTree running, SourceTree wanted) {
        return names(one, other, running, wanted) || names(other, one, running, wanted);
    }

    private static boolean names(Path user, Path used, SourceTree running, SourceTree wanted) {
        return List.of(running, wanted).stream()
                .flatMap(tree -> tree.file(user).stream())
                .anyMatch(file -> References.of(file).namesAny(Set.of(used)));
    }
}

package io.d365hub.reload;

import io.d365hub.check.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Looks for mistakes in files before they replace what runs. */
@FunctionalInterface
public interface Inspection {

    /**
     * What is wrong; nothing when all is well.
     *
     * @param changed the files that have changed, from the home folder; those are gone that do not exist
     */
    List<Finding> findings(Set<Path> changed);

    /**
     * What a start would say of changed files that are read at the start only.
     *
     * @param changed those files, from the home folder
     */
    default List<Finding> atStart(Set<Path> changed) {
        return List.of();
    }
}

package io.d365hub.reload;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the files are.
 *
 * @param home the hub's home folder, from which routes name other files
 * @param routes the folder of the routes, from the home folder; kamelets are in its sub-folder {@code kamelets}
 * @param atStart files and folders that are read at the start only, from the home folder; told of when they change
 */
public record SourceFolders(Path home, Path routes, List<Path> atStart) {

    /** Folder of the kamelets within the folder of the routes. */
    public static final String KAMELETS = "kamelets";

    public SourceFolders {
        atStart = List.copyOf(atStart);
    }

    Path kamelets() {
        return routes.resolve(KAMELETS);
    }
}

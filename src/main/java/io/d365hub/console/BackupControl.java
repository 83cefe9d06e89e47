package io.d365hub.console;

import java.nio.file.Path;

/** Takes a backup of the running hub. */
public interface BackupControl {

    /**
     * Takes it.
     *
     * @param folder on the hub's machine, empty or not there yet
     * @param who asked for it
     * @param why for the audit trail; may be empty
     * @return the manifest and what the operator still has to do, in a form that Jackson writes
     * @throws AdminProblemException when it was not taken
     */
    Object take(Path folder, String who, String why);
}

package io.d365hub.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What lies in a hub's data folder, and in a backup under the same names.
 *
 * @param path the folder
 */
public record HubFolder(Path path) {

    static final String BROKER = "broker";
    static final String DATABASE = "database";

    /** Made anew, or of one process and of no use to another: the flight recorder knows only what was under way when it ended. */
    private static final Set<String> OF_ONE_PROCESS = Set.of("lock", "admin-token", "flight", "metadata", "erp");

    Path broker() {
        return path.resolve(BROKER);
    }

    Path database() {
        return path.resolve(DATABASE);
    }

    /** Whether a hub has left messages or state here. */
    boolean holdsState() {
        return Files.exists(broker()) || Files.exists(database());
    }

    /** Keys and files that belong to what is in the database, without broker and database themselves. */
    List<Path> companions() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> isCompanion(entry.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isCompanion(String name) {
        return !OF_ONE_PROCESS.contains(name)
                && !name.equals(BROKER)
                && !name.equals(DATABASE)
                && !name.startsWith(BackupManifest.FILE)
                && !name.startsWith(Restore.MARK)
                && !name.startsWith(Restore.ASIDE);
    }

    void copyCompanionsTo(Path folder) throws IOException {
        for (Path entry : companions()) {
            Path copy = folder.resolve(entry.getFileName());
            if (Files.isDirectory(entry)) {
                StoredFiles.copy(entry, copy);
            } else {
                StoredFiles.copyFile(entry, copy);
            }
        }
    }
}

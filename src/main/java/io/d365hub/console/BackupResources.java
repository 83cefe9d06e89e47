package io.d365hub.console;

import io.d365hub.access.Role;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Taking a backup while the hub runs. */
public final class BackupResources implements AdminResources {

    private final BackupControl backups;

    public BackupResources(BackupControl backups) {
        this.backups = backups;
    }

    @Override
    public void mount(AdminApi api) {
        api.wholeHub()
                .post(
                        "backups",
                        201,
                        Role.ADMINISTRATOR,
                        request -> backups.take(
                                folder(request),
                                request.who(),
                                request.body().path("reason").asText("")));
    }

    private static Path folder(AdminRequest request) {
        try {
            Path folder = Path.of(request.body().path("folder").asText(""));
            if (folder.isAbsolute()) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        throw new AdminProblemException(
                422,
                "No backup was taken.",
                "The order has no 'folder', or one that is not absolute.",
                "Send {\"folder\": \"/backups/2026-01-05\"}, a folder on the hub's machine.");
    }
}

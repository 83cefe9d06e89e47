package io.d365hub.database;

/** The file of the embedded database is in use by another process, most likely another hub. */
public final class DatabaseLockedException extends DatabaseUnavailableException {

    public DatabaseLockedException(DatabaseSettings settings, Throwable cause) {
        super(
                ("Cannot open the database %s. Another process has it open, most likely a hub that is still running on"
                                + " this data folder. Stop that one, or give this one a data folder of its own (HUB_DATA).")
                        .formatted(settings.address()),
                cause);
    }
}

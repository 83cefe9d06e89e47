package io.d365hub.database;

/** The database cannot be opened. The text says what, why and how to mend it; it is meant for the operator. */
public class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

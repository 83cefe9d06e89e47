package io.d365hub.dataverse.client;

/** What is done to one row. */
public enum RowOperation {
    /** A new row; done twice with the same id it still is one row. */
    CREATE("created"),
    /** Updated when it exists, else created. */
    UPSERT("written"),
    /** Updated; fails when it does not exist. */
    UPDATE("updated"),
    /** Deleted; a row that is gone already counts as deleted. */
    DELETE("deleted");

    private final String done;

    RowOperation(String done) {
        this.done = done;
    }

    /** For sentences such as "the row was not written". */
    String done() {
        return done;
    }
}

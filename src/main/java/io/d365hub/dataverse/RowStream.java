package io.d365hub.dataverse;

import io.d365hub.dataverse.client.RowIterator;
import java.util.Iterator;

/** The body of a query: its rows as JSON texts, read page by page while they are taken. To be gone through once. */
final class RowStream implements Iterator<String> {

    private final RowIterator rows;

    RowStream(RowIterator rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public String next() {
        return rows.next().toString();
    }

    /** Reads nothing: a log line must not use the rows up. */
    @Override
    public String toString() {
        return "rows of a query, read while they are taken";
    }
}

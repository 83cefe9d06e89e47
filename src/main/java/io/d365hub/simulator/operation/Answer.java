package io.d365hub.simulator.operation;

import io.d365hub.simulator.store.Reference;
import java.util.ArrayList;
import java.util.List;

/** What is answered: a status, headers of this answer's own, and perhaps a body. Filled by one thread, then read. */
public final class Answer {

    public static final String JSON = "application/json; odata.metadata=minimal";

    private static final byte[] EMPTY = {};

    private final int status;
    private final List<Header> headers = new ArrayList<>(4);
    private byte[] body = EMPTY;
    private String contentType;
    private Reference row;

    public Answer(int status) {
        this.status = status;
    }

    /**
     * One header.
     *
     * @param name as it is sent
     * @param value as it is sent
     */
    public record Header(String name, String value) {}

    /** An answer with JSON. */
    public static Answer json(int status, byte[] body) {
        return new Answer(status).body(JSON, body);
    }

    public Answer body(String type, byte[] bytes) {
        contentType = type;
        body = bytes;
        return this;
    }

    /** Adds a header unless the value is null. */
    public Answer header(String name, String value) {
        if (value != null) {
            headers.add(new Header(name, value));
        }
        return this;
    }

    /** Notes which row was written, so that later parts of a changeset can name it. */
    public Answer row(Reference written) {
        row = written;
        return this;
    }

    public int status() {
        return status;
    }

    public List<Header> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    /** Null when there is no body. */
    public String contentType() {
        return contentType;
    }

    /** The row that was written, or null. */
    public Reference row() {
        return row;
    }
}

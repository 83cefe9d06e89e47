package io.d365hub.simulator.store;

import java.util.UUID;

/** The value of a file column: immutable, compared by identity, gone with its row. Its text is the file's id. */
public sealed class StoredFile permits StoredImage {

    private final UUID id;
    private final String name;
    private final byte[] bytes;

    /**
     * A file.
     *
     * @param bytes taken over; must not be changed any more
     */
    public StoredFile(UUID id, String name, byte[] bytes) {
        this.id = id;
        this.name = name;
        this.bytes = bytes;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** The content; must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public final String toString() {
        return id.toString();
    }
}

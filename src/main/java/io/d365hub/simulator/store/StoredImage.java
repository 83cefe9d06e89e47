package io.d365hub.simulator.store;

import java.util.UUID;

/** The value of an image column: a file with a small picture beside it, which rows show. */
public final class StoredImage extends StoredFile {

    private final byte[] thumbnail;

    /**
     * An image.
     *
     * @param bytes taken over; must not be changed any more
     */
    public StoredImage(UUID id, String name, byte[] bytes) {
        super(id, name, bytes);
        this.thumbnail = Thumbnail.of(bytes);
    }

    /** The small picture; must not be changed. */
    public byte[] thumbnail() {
        return thumbnail;
    }
}

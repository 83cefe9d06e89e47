package io.d365hub.intake.door;

/**
 * How the doors work.
 *
 * @param bodyLimit largest body of a message, bytes; the same as for HTTP
 * @param batch most messages that are moved in one transaction
 */
public record DoorSettings(int bodyLimit, int batch) {

    public static final int DEFAULT_BODY_LIMIT = 1 << 20;
    public static final int DEFAULT_BATCH = 250;

    public static DoorSettings defaults() {
        return new DoorSettings(DEFAULT_BODY_LIMIT, DEFAULT_BATCH);
    }
}

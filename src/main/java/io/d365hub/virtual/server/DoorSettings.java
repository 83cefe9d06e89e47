package io.d365hub.virtual.server;

/**
 * What the door lets in.
 *
 * @param requestsPerSecond of each caller
 * @param bodyLimit largest body, bytes
 * @param publicUrl how callers reach {@code /virtual/}, for links in answers, e.g. {@code https://hub.example.com/virtual};
 *     empty for what the header Host says
 */
public record DoorSettings(int requestsPerSecond, int bodyLimit, String publicUrl) {

    /** Longest address, in characters. */
    public static final int LONGEST_ADDRESS = 32 * 1024;
}

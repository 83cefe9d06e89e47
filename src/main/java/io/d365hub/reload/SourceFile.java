package io.d365hub.reload;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file as it was read.
 *
 * @param name its name from the hub's home folder, as the check names it
 * @param kind what it is to the hub
 * @param content all of it; nobody may change it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sameAs
public record SourceFile(Path name, Kind kind, byte[] content) {

    /** What a file is to the hub. */
    public enum Kind {
        /** A file of routes. */
        ROUTES,
        /** The template of a pattern that routes share. */
        KAMELET,
        /** A file that routes name, e.g. a mapping. */
        RESOURCE,
        /** What is read at the start only. */
        START
    }

    boolean sameAs(SourceFile other) {
        return other != null && Arrays.equals(content, other.content);
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}

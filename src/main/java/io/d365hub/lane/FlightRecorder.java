package io.d365hub.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Remembers beyond the death of the process which messages were under way: one file for each lane. A clean stop leaves it
 * empty; what is found at the start makes {@link Suspects}. Thread-safe.
 */
final class FlightRecorder {

    private final Path folder;
    private final UUID run = UUID.randomUUID();

    FlightRecorder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** What the last run left, if it did not stop cleanly. */
    List<FlightSlots.Left> leftovers() {
        List<FlightSlots.Left> leftovers = new ArrayList<>();
        try {
            for (Path path : files()) {
                leftovers.add(FlightSlots.read(path));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        return leftovers;
    }

    /** Slots for one lane. */
    FlightSlots slots(String lane, int count) {
        try {
            return FlightSlots.create(folder, lane, run, count);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Forgets everything: after a clean stop, or once the leftovers are noted as suspects. */
    void empty() {
        try {
            for (Path path : files()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.toString().endsWith(FlightSlots.SUFFIX))
                    .toList();
        }
    }

    private UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException(
                "The flight recorder in " + folder + " cannot be used: " + e.getMessage()
                        + ". Check that the data folder is writable and has room (setting hub.data).",
                e);
    }
}

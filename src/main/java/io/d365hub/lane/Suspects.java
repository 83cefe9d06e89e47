package io.d365hub.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Messages that were under way when a process of this data folder died, with the number of deaths at which each was the
 * only one. Kept in a small file. Not thread-safe.
 */
final class Suspects {

    /** With one, a process killed by chance during the careful phase would convict a healthy message. */
    static final int DEATHS_TO_CONVICT = 2;

    private static final String FILE = "suspects";

    private final Path file;
    private final Map<UUID, Suspect> byMessage = new HashMap<>();
    private final Set<UUID> foldedRuns = new HashSet<>();

    private record Suspect(String lane, int deathsAlone) {}

    private Suspects(Path file) {
        this.file = file;
    }

    /** The suspects of earlier runs and of the last one; the recorder is empty afterwards. */
    static Suspects of(FlightRecorder recorder) {
        Suspects suspects = new Suspects(recorder.folder().resolve(FILE));
        suspects.load();
        List<FlightSlots.Left> leftovers = recorder.leftovers();
        Set<UUID> runs = new HashSet<>();
        for (FlightSlots.Left left : leftovers) {
            runs.add(left.run());
            // A death between writing the suspects and emptying the recorder must not count twice.
            if (!suspects.foldedRuns.contains(left.run())) {
                left.underWay().forEach(message -> suspects.add(left.lane(), message));
            }
        }
        if (!leftovers.isEmpty()) {
            suspects.foldedRuns.clear();
            suspects.foldedRuns.addAll(runs);
            suspects.save();
            recorder.empty();
        }
        return suspects;
    }

    private void add(String lane, FlightSlots.UnderWay underWay) {
        Suspect known = byMessage.get(underWay.message());
        int deaths = (known == null ? 0 : known.deathsAlone()) + (underWay.alone() ? 1 : 0);
        byMessage.put(underWay.message(), new Suspect(lane, deaths));
    }

    boolean isEmpty() {
        return byMessage.isEmpty();
    }

    int count() {
        return byMessage.size();
    }

    Set<String> lanes() {
        Set<String> lanes = new HashSet<>();
        byMessage.values().forEach(suspect -> lanes.add(suspect.lane()));
        return lanes;
    }

    Set<UUID> of(String lane) {
        Set<UUID> messages = new HashSet<>();
        byMessage.forEach((message, suspect) -> {
            if (suspect.lane().equals(lane)) {
                messages.add(message);
            }
        });
        return messages;
    }

    boolean convicted(UUID message) {
        Suspect suspect = byMessage.get(message);
        return suspect != null && suspect.deathsAlone() >= DEATHS_TO_CONVICT;
    }

    /** Whether a process died while it was alone. */
    boolean diedAlone(UUID message) {
        Suspect suspect = byMessage.get(message);
        return suspect != null && suspect.deathsAlone() > 0;
    }

    /** It is none any more, see {@link #save}. */
    void remove(UUID message) {
        byMessage.remove(message);
    }

    void clear() {
        byMessage.clear();
    }

    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("run")) {
                    foldedRuns.add(UUID.fromString(words[1]));
                } else {
                    byMessage.put(UUID.fromString(words[0]), new Suspect(words[2], Integer.parseInt(words[1])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The list of suspects in " + file + " cannot be read: " + e.getMessage()
                            + ". Check that the data folder is readable (setting hub.data).",
                    e);
        }
    }

    /** Writes the list in one step: a reader sees the old one or the new one. */
    void save() {
        List<String> lines = new ArrayList<>();
        foldedRuns.forEach(run -> lines.add("run " + run));
        byMessage.forEach(
                (message, suspect) -> lines.add(message + " " + suspect.deathsAlone() + " " + suspect.lane()));
        Path draft = file.resolveSibling(FILE + ".new");
        try {
            Files.write(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The list of suspects in " + file + " cannot be written: " + e.getMessage()
                            + ". Check that the data folder is writable and has room (setting hub.data).",
                    e);
        }
    }
}

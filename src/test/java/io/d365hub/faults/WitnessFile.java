package io.d365hub.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What {@link Witness} wrote down, over all lives of a hub. */
final class WitnessFile {

    private final Path file;

    WitnessFile(Path file) {
        this.file = file;
    }

    /**
     * Where a value of a key was worked on after a newer one: for the first time at all, or within one life of the hub.
     * Repetitions of the last values after a crash are no disorder.
     */
    List<String> disorder() throws IOException {
        List<String> disorder = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        Map<String, Integer> newestOfLife = new HashMap<>();
        Map<String, Set<Integer>> seen = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                String[] words = line.split(" ", -1);
                String key = words[1];
                int value = Integer.parseInt(words[2]);
                boolean first =
                        seen.computeIfAbsent(key, any -> new HashSet<>()).add(value);
                int before = newest.getOrDefault(key, 0);
                if (first && value < before) {
                    disorder.add(line + " came for the first time after " + before);
                }
                newest.put(key, Math.max(before, value));
                Integer ofLife = newestOfLife.put(words[0] + " " + key, value);
                if (ofLife != null && value < ofLife) {
                    disorder.add(line + " came after " + ofLife + " in the same life");
                }
            });
        }
        return disorder;
    }
}

package io.d365hub.reload;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file names: kamelets and other files. Read off its text, so that comments count too: a route that is rebuilt without
 * need costs little, one that is forgotten costs trust.
 *
 * @param kamelets the names of kamelets
 * @param resources the files named in {@code file:...}
 * @param mappings those that are named as mappings of the hub, {@code jslt:file:...} and {@code table-map:file:...}, and in no
 *     other way
 */
record References(Set<String> kamelets, Set<Path> resources, Set<Path> mappings) {

    private static final Pattern KAMELET = Pattern.compile("kamelet:(?://)?([A-Za-z0-9-]+)");
    private static final Pattern FILE = Pattern.compile("(?:([a-z][a-z0-9-]*):)?\\bfile:(?://)?([^\\s?\"'&,;}\\])]+)");
    private static final Set<String> SWAPPED = Set.of("jslt", "table-map");

    static References of(SourceFile file) {
        Set<String> kamelets = new TreeSet<>();
        Set<Path> resources = new TreeSet<>();
        Set<Path> otherwise = new HashSet<>();
        String text = file.text();
        Matcher kamelet = KAMELET.matcher(text);
        while (kamelet.find()) {
            kamelets.add(kamelet.group(1));
        }
        Matcher named = FILE.matcher(text);
        while (named.find()) {
            try {
                Path path = Path.of(named.group(2)).normalize();
                resources.add(path);
                if (named.group(1) == null || !SWAPPED.contains(named.group(1))) {
                    otherwise.add(path);
                }
            } catch (java.nio.file.InvalidPathException e) {
                // No file then.
            }
        }
        Set<Path> mappings = new TreeSet<>(resources);
        mappings.removeAll(otherwise);
        return new References(kamelets, resources, mappings);
    }

    /** Whether it names one of these files; kamelets are known by their name. */
    boolean namesAny(Collection<Path> files) {
        return files.stream().anyMatch(file -> resources.contains(file) || kamelets.contains(kamelet(file)));
    }

    /** The name of the kamelet in a file, e.g. {@code push-source} of {@code push-source.kamelet.yaml}. */
    static String kamelet(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".kamelet.yaml") ? name.substring(0, name.length() - ".kamelet.yaml".length()) : "/";
    }
}

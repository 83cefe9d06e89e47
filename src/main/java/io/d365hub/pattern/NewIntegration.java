package io.d365hub.pattern;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of a new integration. */
public final class NewIntegration {

    private static final java.util.regex.Pattern GOOD_NAME = java.util.regex.Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Path home;

    /** @param home the folder that holds routes/ and transformations/ */
    public NewIntegration(Path home) {
        this.home = home;
    }

    /**
     * Writes all files of a pattern; nothing when one of them is there already.
     *
     * @param name of the route, its mapping and its files, e.g. {@code suppliers-to-dataverse}
     * @return the files, from the home folder
     * @throws IllegalArgumentException when it cannot be; the message says why and what to do
     * @throws IOException when a file cannot be written
     */
    public List<Path> write(Pattern pattern, String name) throws IOException {
        if (!GOOD_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be the name of an integration. Use lower-case letters,"
                            + " digits and '-', 63 at most, e.g. suppliers-to-dataverse.");
        }
        String kamelet = pattern.kamelet().orElse("");
        if (!kamelet.isEmpty() && !Files.exists(home.resolve("routes/kamelets/" + kamelet + ".kamelet.yaml"))) {
            throw new IllegalArgumentException("Pattern '" + pattern.text() + "' needs routes/kamelets/" + kamelet
                    + ".kamelet.yaml, which is not there. Run this in the hub's home folder, or take the kamelet from the hub's"
                    + " repository.");
        }
        Map<Path, String> files = new LinkedHashMap<>();
        for (Template template : pattern.templates()) {
            Path target = Path.of(template.targetFor(name));
            if (Files.exists(home.resolve(target))) {
                throw new IllegalArgumentException(
                        "'" + target + "' is there already. Choose another name, or move that file away.");
            }
            files.put(target, text(template).replace(Template.NAME, name));
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Path target = home.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
        return new ArrayList<>(files.keySet());
    }

    private static String text(Template template) throws IOException {
        String resource = "/patterns/" + template.resource();
        try (InputStream in = NewIntegration.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing in the hub's jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

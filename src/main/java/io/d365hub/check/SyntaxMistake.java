package io.d365hub.check;

import io.d365hub.yaml.YamlSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Says in plain words why a file is no YAML. */
final class SyntaxMistake {

    private SyntaxMistake() {}

    static Finding finding(Path name, Path file, YamlSyntaxException e) {
        String line = line(file, e.line());
        if (line.matches("\\s*\\t.*")) {
            return new Finding(
                    name,
                    e.line(),
                    line.indexOf('\t') + 1,
                    "A tab indents this line.",
                    "YAML takes only spaces there.",
                    "Replace the tab by spaces, and let your editor indent YAML with spaces.");
        }
        return new Finding(
                name,
                e.line(),
                e.column(),
                "This is not valid YAML.",
                "The parser says: " + e.getMessage() + ".",
                "Check indentation, quotes and brackets here and just above.");
    }

    private static String line(Path file, int number) {
        try {
            List<String> lines = Files.readAllLines(file);
            return number < 1 || number > lines.size() ? "" : lines.get(number - 1);
        } catch (IOException e) {
            return ""; // only for better words
        }
    }
}

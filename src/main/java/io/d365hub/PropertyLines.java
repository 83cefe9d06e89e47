package io.d365hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A properties file line by line, so that what is wrong in it can be told with its line. */
final class PropertyLines {

    /** Some editors begin files with it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PropertyLines() {}

    /**
     * An entry, a comment or an empty line; an entry may go on over several lines.
     *
     * @param number its first line, from 1
     * @param text as it stands there, without the blanks before it
     * @param key empty when it is no entry
     */
    record Line(int number, String text, String key, String value) {

        boolean isComment() {
            return text.startsWith("#") || text.startsWith("!");
        }
    }

    /**
     * Reads all of it.
     *
     * @throws HubStartException when a line is no entry, with its number
     * @throws IOException when it is no text
     */
    static List<Line> of(Reader text, Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(text)) {
            int number = 0;
            for (String read = reader.readLine(); read != null; read = reader.readLine()) {
                int first = ++number;
                StringBuilder entry = new StringBuilder(
                        first == 1 && read.startsWith(BYTE_ORDER_MARK)
                                ? read.substring(1).stripLeading()
                                : read.stripLeading());
                while (goesOn(entry)) {
                    String more = reader.readLine();
                    if (more == null) {
                        break;
                    }
                    number++;
                    entry.append('\n').append(more);
                }
                lines.add(line(first, entry.toString(), file));
            }
        }
        return lines;
    }

    /** With a backslash at its end that none before it takes away. */
    private static boolean goesOn(CharSequence entry) {
        if (entry.isEmpty() || entry.charAt(0) == '#' || entry.charAt(0) == '!') {
            return false;
        }
        int backslashes = 0;
        while (backslashes < entry.length() && entry.charAt(entry.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static Line line(int number, String text, Path file) throws IOException {
        Properties entry = new Properties();
        try {
            entry.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    file + ":" + number + ": This line cannot be read: " + e.getMessage(),
                    "Write a backslash that stands for itself twice.");
        }
        return entry.stringPropertyNames().stream()
                .findFirst()
                .map(key -> new Line(number, text, key, entry.getProperty(key).strip()))
                .orElseGet(() -> new Line(number, text, "", ""));
    }
}

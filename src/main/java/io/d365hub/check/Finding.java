package io.d365hub.check;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong in a file that an integration team wrote.
 *
 * @param file the file, as the reader would name it
 * @param line line, from 1; 0 when it is the file as a whole
 * @param column column, from 1; 0 when unknown
 * @param what what is wrong, naming the thing as it is written
 * @param why why that is wrong; may be empty where nothing is left to say
 * @param mend what to do about it
 * @param rule which question found it, e.g. {@code kamelet-uses}; for programs
 */
public record Finding(Path file, int line, int column, String what, String why, String mend, String rule)
        implements Comparable<Finding> {

    private static final Comparator<Finding> BY_PLACE =
            Comparator.comparing(Finding::file).thenComparingInt(Finding::line).thenComparingInt(Finding::column);

    /** A finding of no named question. */
    public Finding(Path file, int line, int column, String what, String why, String mend) {
        this(file, line, column, what, why, mend, "hub");
    }

    /** The same, found by this question. */
    Finding under(String name) {
        return new Finding(file, line, column, what, why, mend, name);
    }

    /** File, line and column as editors and terminals understand them. */
    public String place() {
        return line == 0 ? file.toString() : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }

    /** Everything in one line. */
    @Override
    public String toString() {
        return (place() + ": " + what + " " + why + " " + mend)
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Override
    public int compareTo(Finding other) {
        return BY_PLACE.compare(this, other);
    }
}

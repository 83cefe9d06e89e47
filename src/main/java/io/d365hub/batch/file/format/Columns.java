package io.d365hub.batch.file.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of the columns of a CSV file or a sheet. */
final class Columns {

    private static final String NOT_READ = " was not read.";

    private Columns() {}

    /**
     * The names of a header, without blanks around them.
     *
     * @throws FileRefusedException when one is empty or twice there, or when a required one is missing
     */
    static List<String> of(List<String> header, FormatOptions options, FileContent content)
            throws FileRefusedException {
        List<String> names = new ArrayList<>(header.size());
        Set<String> seen = new HashSet<>();
        for (String written : header) {
            String name = written.strip();
            if (name.isEmpty()) {
                throw refused(content, "Column " + (names.size() + 1) + " of its header has no name.");
            }
            if (!seen.add(name)) {
                throw refused(content, "Its header names the column '" + name + "' twice.");
            }
            names.add(name);
        }
        for (String required : options.columns()) {
            if (!seen.contains(required)) {
                throw refused(
                        content,
                        "Its header has no column '" + required + "', but " + String.join(", ", names)
                                + ". Another file, or another delimiter than '" + options.delimiter() + "'?");
            }
        }
        return names;
    }

    private static FileRefusedException refused(FileContent content, String why) {
        return new FileRefusedException(
                "file-header",
                content.name() + NOT_READ,
                why,
                "Deliver it with one name for each column, or set the options of the source to what the files are like.");
    }
}

package io.d365hub.batch.file;

import io.d365hub.batch.file.folder.FileEntry;
import io.d365hub.batch.file.format.FileFormat;
import io.d365hub.batch.file.format.FormatOptions;
import io.d365hub.batch.file.format.Packing;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;

/** Reads the options of a file batch; every complaint is an {@link IllegalArgumentException} that names the option. */
final class FileDeclaration {

    private static final String TAB = "tab";

    private final String batch;
    private final BatchFileConfiguration written;

    FileDeclaration(String batch, BatchFileConfiguration written) {
        this.batch = batch;
        this.written = written;
    }

    FileOptions options() {
        return new FileOptions(
                batch,
                written.getFormat().isBlank()
                        ? Optional.empty()
                        : Optional.of(FileFormat.named(written.getFormat().strip())),
                reading(),
                new Packing(atLeastOne("unpackLimit", written.getUnpackLimit()), (int)
                        atLeastOne("unpackRatio", written.getUnpackRatio())),
                names(written.getInclude()).stream().map(FileOptions::pattern).toList(),
                names(written.getExclude()).stream().map(FileOptions::pattern).toList(),
                order(),
                duration("settle", written.getSettle()),
                written.getMarker().strip(),
                written.getArchive().strip(),
                written.getFailed().strip(),
                duration("remember", written.getRemember()));
    }

    private FormatOptions reading() {
        return new FormatOptions(
                charset(),
                written.getDelimiter().equalsIgnoreCase(TAB) ? '\t' : character("delimiter", written.getDelimiter()),
                character("quote", written.getQuote()),
                written.isHeader(),
                names(written.getColumns()),
                written.getPointer(),
                written.getRecordElement(),
                written.getSheet(),
                written.getHeaderRow(),
                (int) atLeastOne("recordLimit", written.getRecordLimit()));
    }

    private Charset charset() {
        try {
            return Charset.forName(written.getCharset().strip());
        } catch (IllegalArgumentException e) {
            throw refused("charset", written.getCharset(), "Give a name such as UTF-8 or windows-1252.");
        }
    }

    private Comparator<FileEntry> order() {
        return switch (written.getOrder()) {
            case "name" -> FileOptions.BY_NAME;
            case "modified" -> FileOptions.BY_TIME;
            default -> throw refused("order", written.getOrder(), "Choose name or modified.");
        };
    }

    private char character(String option, String value) {
        if (value.length() != 1) {
            throw refused(option, value, "Give one character.");
        }
        return value.charAt(0);
    }

    private long atLeastOne(String option, long value) {
        if (value < 1) {
            throw refused(option, Long.toString(value), "Give a number from 1 on.");
        }
        return value;
    }

    private Duration duration(String option, String value) {
        try {
            return Duration.ofMillis(TimeUtils.toMilliSeconds(value.strip()));
        } catch (RuntimeException e) {
            throw refused(option, value, "Give a duration such as 30s, 10m or 30d.");
        }
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private IllegalArgumentException refused(String option, String value, String mend) {
        return new IllegalArgumentException(
                "Option '%s' of batch '%s' cannot be '%s'. %s".formatted(option, batch, value, mend));
    }
}

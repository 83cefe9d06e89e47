package io.d365hub.batch.file.format;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * How the files of one source are written. Each format takes the options that concern it.
 *
 * @param charset of text; XML says its own
 * @param delimiter between the columns of CSV
 * @param quote around values of CSV
 * @param header whether the first line of CSV, or row of a sheet, names the columns
 * @param columns names of the columns where there is no header; with one, columns that must be in it
 * @param pointer JSON Pointer to the array of records in a JSON file; empty: the file is the array
 * @param recordElement local name of the XML element that is a record; empty: each child of the root
 * @param sheet name of the sheet of a workbook; empty: its first
 * @param headerRow number of the row of a sheet that names the columns, from 1
 * @param recordLimit longest record, characters; a longer one is unreadable
 */
public record FormatOptions(
        Charset charset,
        char delimiter,
        char quote,
        boolean header,
        List<String> columns,
        String pointer,
        String recordElement,
        String sheet,
        int headerRow,
        int recordLimit) {

    /** Longest record unless set, characters: what a message may be. */
    public static final int DEFAULT_RECORD_LIMIT = 1 << 20;

    public static final FormatOptions DEFAULTS =
            new FormatOptions(StandardCharsets.UTF_8, ',', '"', true, List.of(), "", "", "", 1, DEFAULT_RECORD_LIMIT);

    public FormatOptions {
        Objects.requireNonNull(charset, "charset");
        columns = List.copyOf(columns);
        if (delimiter == quote) {
            throw new IllegalArgumentException("Delimiter and quote are both '" + quote + "'. Choose different ones.");
        }
        if (!header && columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "A file without a header needs the names of its columns. Set columns, e.g. columns=number,name,price.");
        }
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "Pointer '" + pointer + "' is not a JSON Pointer. It begins with a slash, e.g. /value.");
        }
        if (headerRow < 1 || recordLimit < 1) {
            throw new IllegalArgumentException("Header row and record limit are numbers from 1 on.");
        }
    }

    public FormatOptions withCharset(Charset other) {
        return new FormatOptions(
                other, delimiter, quote, header, columns, pointer, recordElement, sheet, headerRow, recordLimit);
    }

    public FormatOptions withDelimiter(char other) {
        return new FormatOptions(
                charset, other, quote, header, columns, pointer, recordElement, sheet, headerRow, recordLimit);
    }

    /** With columns of these names: the only ones of a file without header, the required ones of a file with one. */
    public FormatOptions withColumns(boolean hasHeader, List<String> names) {
        return new FormatOptions(
                charset, delimiter, quote, hasHeader, names, pointer, recordElement, sheet, headerRow, recordLimit);
    }

    public FormatOptions withPointer(String other) {
        return new FormatOptions(
                charset, delimiter, quote, header, columns, other, recordElement, sheet, headerRow, recordLimit);
    }

    public FormatOptions withRecordElement(String other) {
        return new FormatOptions(
                charset, delimiter, quote, header, columns, pointer, other, sheet, headerRow, recordLimit);
    }

    public FormatOptions withSheet(String name, int rowOfHeader) {
        return new FormatOptions(
                charset, delimiter, quote, header, columns, pointer, recordElement, name, rowOfHeader, recordLimit);
    }

    public FormatOptions withRecordLimit(int characters) {
        return new FormatOptions(
                charset, delimiter, quote, header, columns, pointer, recordElement, sheet, headerRow, characters);
    }
}

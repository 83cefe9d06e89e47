package io.d365hub.batch.file.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.d365hub.failure.Failure;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * CSV as RFC 4180 and common programs write it: LF, CRLF or CR, values in quotes with delimiters, line breaks and doubled
 * quotes in them. All values are texts. Empty lines are passed over.
 *
 * <p>After a record that cannot be taken apart (an open quote, a line beyond the limit) reading goes on with the line after
 * the one on which it began, for which the file is read again from its start.
 */
final class CsvRecords implements RecordReader {

    /** A file with more of them is written in another way than its source says; reading it so again and again takes ages. */
    static final int MOST_BROKEN = 100;

    private final FileContent content;
    private final FormatOptions options;

    private CsvLineHandler handler;
    private CloseableIterator<CsvLine> lines;
    private long linesBefore;
    private List<String> columns;
    private long number;
    private int broken;

    CsvRecords(FileContent content, FormatOptions options) throws IOException {
        this.content = content;
        this.options = options;
        openAfter(0);
        columns = options.header() ? List.of() : options.columns();
    }

    private void openAfter(long physicalLines) throws IOException {
        if (lines != null) {
            lines.close();
        }
        Reader text = new AfterLines(Text.open(content, options), physicalLines);
        try {
            handler = new CsvLineHandler(options.recordLimit());
            lines = CsvReader.builder()
                    .fieldSeparator(options.delimiter())
                    .quoteCharacter(options.quote())
                    .skipEmptyLines(true)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .maxBufferSize(Math.max(options.recordLimit(), 1 << 16))
                    .build(handler, text)
                    .iterator();
            linesBefore = physicalLines;
        } catch (RuntimeException e) {
            text.close();
            throw e;
        }
    }

    @Override
    public FileRecord next() throws IOException {
        while (true) {
            CsvLine line;
            try {
                if (!lines.hasNext()) {
                    return null;
                }
                line = lines.next();
            } catch (CsvParseException e) {
                return afterBrokenQuotes();
            } catch (UncheckedIOException e) {
                throw FileRefusedException.within(e);
            }
            if (!columns.isEmpty()) {
                return record(line);
            }
            columns = header(line);
        }
    }

    private List<String> header(CsvLine line) throws FileRefusedException {
        if (line.tooLong()) {
            throw noHeader("Its first line is longer than " + options.recordLimit() + " characters.");
        }
        return Columns.of(line.fields(), options, content);
    }

    private FileRecord record(CsvLine line) {
        long place = linesBefore + line.line();
        number++;
        if (line.tooLong()) {
            return FileRecord.unreadable(
                    number, place, written(line.fields()), Unreadable.tooLong(options.recordLimit()));
        }
        if (line.count() != columns.size()) {
            return FileRecord.unreadable(number, place, written(line.fields()), otherCount(line));
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), line.fields().get(i));
        }
        return FileRecord.of(number, place, row);
    }

    private Failure otherCount(CsvLine line) {
        return Unreadable.record(
                "csv-columns",
                "It has " + line.count() + " columns where "
                        + (options.header() ? "the header has " : "the source names ") + columns.size() + ".");
    }

    /** The open quote may have swallowed good lines; so it is one line that is lost and not all up to the next quote. */
    private FileRecord afterBrokenQuotes() throws IOException {
        long place = linesBefore + handler.line();
        List<String> begun = handler.begun();
        if (columns.isEmpty()) {
            throw noHeader("The quotes of its first line do not match, or a value in it is too long.");
        }
        if (++broken > MOST_BROKEN) {
            throw new FileRefusedException(
                    "csv-quotes",
                    "The rest of " + content.name() + " was not read, from line " + place + " on.",
                    "The quotes of more than " + MOST_BROKEN + " lines do not match.",
                    "Set delimiter and quote of the source to what the file is written with.");
        }
        openAfter(place);
        number++;
        return FileRecord.unreadable(
                number,
                place,
                written(begun),
                Unreadable.record(
                        "csv-quotes",
                        "A quote in it is not closed within " + options.recordLimit()
                                + " characters, is followed by other characters than a delimiter, or a value is longer than"
                                + " that."));
    }

    private FileRefusedException noHeader(String why) {
        return new FileRefusedException(
                "file-header",
                content.name() + " was not read.",
                why,
                "Set delimiter and quote of the source to what the file is written with.");
    }

    private String written(List<String> fields) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(options.delimiter())
                .quoteCharacter(options.quote())
                .lineDelimiter(LineDelimiter.LF)
                .build(text)) {
            writer.writeRecord(fields);
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory cannot fail", e);
        }
        return text.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

package io.d365hub.batch.file.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON objects, one a line. Empty lines are passed over; a line that is no object is unreadable by itself. */
final class NdjsonRecords implements RecordReader {

    private final FormatOptions options;
    private final BoundedLines lines;
    private final ObjectReader json;
    private long line;
    private long number;

    NdjsonRecords(FileContent content, FormatOptions options) throws IOException {
        this.options = options;
        this.json = JsonRows.reader(options.recordLimit()).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.lines = new BoundedLines(Text.open(content, options), options.recordLimit());
    }

    @Override
    public FileRecord next() throws IOException {
        for (String text = lines.next(); text != null; text = lines.next()) {
            line++;
            if (!text.isBlank()) {
                number++;
                return record(text);
            }
        }
        return null;
    }

    private FileRecord record(String text) throws IOException {
        if (lines.isCut()) {
            return FileRecord.unreadable(number, line, text, Unreadable.tooLong(options.recordLimit()));
        }
        try {
            JsonNode node = json.readTree(text);
            return node instanceof ObjectNode row
                    ? FileRecord.of(number, line, row)
                    : unreadable(text, "json-object", "It is no JSON object.");
        } catch (JsonProcessingException e) {
            return unreadable(text, "json", JsonRows.why(e));
        }
    }

    private FileRecord unreadable(String text, String code, String why) {
        return FileRecord.unreadable(number, line, text, Unreadable.record(code, why));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

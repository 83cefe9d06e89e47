package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** CSV after RFC 4180 in UTF-8, with a header. A null is an empty value; a list or object is written as JSON. */
final class CsvLines implements RowLines {

    private final char delimiter;

    CsvLines(char delimiter) {
        this.delimiter = delimiter;
    }

    @Override
    public String ending() {
        return "csv";
    }

    @Override
    public byte[] head(List<String> columns) {
        return written(columns);
    }

    @Override
    public byte[] line(ObjectNode row, List<String> columns) {
        return written(
                RowColumns.values(row, columns).stream().map(CsvLines::text).toList());
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value.isBigDecimal()) {
            return value.decimalValue().toPlainString();
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private byte[] written(List<String> values) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(delimiter)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text)) {
            writer.writeRecord(values);
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory cannot fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean hasColumns() {
        return true;
    }
}

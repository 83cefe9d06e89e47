package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A workbook with a header row. A workbook cannot grow line by line and be cut after a crash, so what grows is a list of the cells
 * of each row, which becomes the workbook when the run is complete. Only some rows of it are in memory at a time.
 */
final class XlsxLines implements RowLines {

    /** What a sheet holds, ECMA-376; what is more goes on in another one. */
    private static final int MOST_ROWS = 1_048_576;

    private static final int LONGEST_TEXT = 32_767;
    /** Excel keeps 15 digits of a number; one with more is written as text, which loses none. */
    private static final int MOST_DIGITS = 15;

    private static final int ROWS_IN_MEMORY = 500;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final int rowsOfASheet;

    XlsxLines() {
        this(MOST_ROWS);
    }

    /** @param rowsOfASheet with the header */
    XlsxLines(int rowsOfASheet) {
        this.rowsOfASheet = rowsOfASheet;
    }

    @Override
    public String ending() {
        return "xlsx";
    }

    @Override
    public byte[] head(List<String> columns) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        columns.forEach(names::add);
        return line(names);
    }

    @Override
    public byte[] line(ObjectNode row, List<String> columns) {
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : RowColumns.values(row, columns)) {
            if (value != null && value.isTextual() && value.textValue().length() > LONGEST_TEXT) {
                throw FileSinkException.refused(
                        "One of its texts has " + value.textValue().length() + " characters; a cell holds "
                                + LONGEST_TEXT + ".",
                        "Shorten it in the mapping, or write CSV or NDJSON.");
            }
            cells.add(value);
        }
        return line(cells);
    }

    private static byte[] line(ArrayNode cells) {
        try {
            return (JSON.writeValueAsString(cells) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw FileSinkException.refused("It cannot be written as JSON.", "Mend the mapping.");
        }
    }

    @Override
    public boolean hasColumns() {
        return true;
    }

    @Override
    public boolean isFinishedAtEnd() {
        return true;
    }

    @Override
    public void finish(Path grown, Path finished) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(grown);
                FileOutputStream file = new FileOutputStream(finished.toFile())) {
            Workbook workbook = new Workbook(file, "D365 Hub", "1.0");
            ArrayNode columns = cells(lines.readLine());
            String line = lines.readLine();
            int sheets = 0;
            do {
                Worksheet sheet = workbook.newWorksheet("Rows" + (++sheets == 1 ? "" : " " + sheets));
                write(sheet, 0, columns);
                for (int number = 1; line != null && number < rowsOfASheet; number++) {
                    write(sheet, number, cells(line));
                    if (number % ROWS_IN_MEMORY == 0) {
                        sheet.flush();
                    }
                    line = lines.readLine();
                }
                sheet.finish();
            } while (line != null);
            workbook.finish();
            file.getFD().sync();
        }
    }

    private static ArrayNode cells(String line) throws IOException {
        return line != null && JSON.readTree(line) instanceof ArrayNode cells
                ? cells
                : JsonNodeFactory.instance.arrayNode();
    }

    private static void write(Worksheet sheet, int row, ArrayNode cells) {
        for (int column = 0; column < cells.size(); column++) {
            JsonNode value = cells.get(column);
            if (value.isBoolean()) {
                sheet.value(row, column, value.booleanValue());
            } else if (value.isNumber()
                    && value.decimalValue().stripTrailingZeros().precision() <= MOST_DIGITS) {
                sheet.value(row, column, value.decimalValue());
            } else if (value.isNumber()) {
                sheet.inlineString(row, column, value.decimalValue().toPlainString());
            } else if (!value.isNull()) {
                sheet.inlineString(row, column, value.isContainerNode() ? value.toString() : value.asText());
            }
        }
    }
}

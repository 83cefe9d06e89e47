package io.d365hub.batch.file.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks that runs write, read again with the reader of batches. */
class XlsxLinesTest {

    private static final String STEM = "accounts.20260302T060000Z.1a2b3c4d";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    Path folder;

    private RunFile file(XlsxLines lines) {
        return new RunFile("file", "accounts.", STEM, new SinkOptions(new SinkFolder(folder), lines, List.of(), 0));
    }

    private static ObjectNode row(String json) throws IOException {
        return (ObjectNode) JSON.readTree(json);
    }

    /** Sheets, each with its rows, each with its cells as they are stored. */
    private List<List<List<String>>> sheets() throws IOException {
        List<List<List<String>>> sheets = new ArrayList<>();
        try (ReadableWorkbook workbook =
                new ReadableWorkbook(folder.resolve(STEM + ".xlsx").toFile())) {
            for (Sheet sheet : workbook.getSheets().toList()) {
                try (Stream<Row> rows = sheet.openStream()) {
                    sheets.add(rows.map(row -> row.stream()
                                    .map(cell -> cell == null ? "" : cell.getType() + " " + text(cell))
                                    .toList())
                            .toList());
                }
            }
        }
        return sheets;
    }

    private static String text(Cell cell) {
        return cell.getText().isEmpty() ? String.valueOf(cell.getValue()) : cell.getText();
    }

    @Test
    void valuesOfEveryKind_areCellsOfTheirKind() throws Exception {
        // Given
        RunFile file = file(new XlsxLines());
        file.begin(Optional.empty());
        file.write(
                row(
                        "{\"name\": \"Łódź, \\\"AG\\\"\", \"amount\": 1250.40, \"big\": 1234567890123456789, \"open\": true, \"list\": [1]}"));
        file.write(row("{\"name\": \"=1+1\", \"amount\": null, \"big\": 0, \"open\": false, \"list\": null}"));
        file.flush();
        // When
        file.end(RunState.COMPLETED);
        // Then
        assertThat(sheets())
                .containsExactly(List.of(
                        List.of("STRING name", "STRING amount", "STRING big", "STRING open", "STRING list"),
                        List.of(
                                "STRING Łódź, \"AG\"",
                                "NUMBER 1250.4",
                                "STRING 1234567890123456789",
                                "BOOLEAN true",
                                "STRING [1]"),
                        List.of("STRING =1+1", "", "NUMBER 0", "BOOLEAN false")));
    }

    @Test
    void killedRun_doublesAndLosesNothing() throws Exception {
        // Given
        RunFile killed = file(new XlsxLines());
        killed.begin(Optional.empty());
        killed.write(row("{\"n\": 1}"));
        Optional<ObjectNode> saved = killed.flush();
        killed.write(row("{\"n\": 2}"));
        killed.flush();
        // When
        RunFile again = file(new XlsxLines());
        again.begin(saved);
        again.write(row("{\"n\": 2}"));
        again.write(row("{\"n\": 3}"));
        again.flush();
        again.end(RunState.COMPLETED);
        // Then
        assertThat(sheets().get(0))
                .containsExactly(List.of("STRING n"), List.of("NUMBER 1"), List.of("NUMBER 2"), List.of("NUMBER 3"));
        assertThat(folder).isDirectoryContaining("glob:**.xlsx").isDirectoryNotContaining("glob:**{.part,.making}");
    }

    @Test
    void whatASheetCannotHold_goesOnInAnother() throws Exception {
        // Given
        RunFile file = file(new XlsxLines(3));
        file.begin(Optional.empty());
        for (int n = 1; n <= 5; n++) {
            file.write(row("{\"n\": " + n + "}"));
        }
        file.flush();
        // When
        file.end(RunState.COMPLETED);
        // Then
        assertThat(sheets())
                .extracting(rows -> rows.stream().map(cells -> cells.get(0)).toList())
                .containsExactly(
                        List.of("STRING n", "NUMBER 1", "NUMBER 2"),
                        List.of("STRING n", "NUMBER 3", "NUMBER 4"),
                        List.of("STRING n", "NUMBER 5"));
    }

    @Test
    void textThatNoCellHolds_isRefusedAlone() {
        // Given
        JsonNode row = JSON.createObjectNode().put("text", "x".repeat(32_768));
        // Then
        assertThatThrownBy(() -> new XlsxLines().line((ObjectNode) row, List.of("text")))
                .isInstanceOf(FileSinkException.class)
                .extracting(thrown -> ((FileSinkException) thrown).failure().why())
                .isEqualTo("One of its texts has 32768 characters; a cell holds 32767.");
    }
}

package io.d365hub.batch.file.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/**
 * The rows of one sheet of a workbook below its header row. Empty rows are passed over. The texts that cells share lie in
 * memory, as the format wants it; the rows are read as a stream.
 */
final class XlsxRecords implements RecordReader {

    private final FileContent content;
    private final FormatOptions options;
    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private List<String> columns = List.of();
    private long number;

    XlsxRecords(FileContent content, FormatOptions options) throws IOException {
        this.content = content;
        this.options = options;
        try {
            this.workbook = new ReadableWorkbook(content.path().toFile(), new ReadingOptions(true, true));
        } catch (IOException | RuntimeException e) {
            throw noWorkbook("It is no XLSX workbook, or a damaged one.");
        }
        try {
            stream = sheet().openStream();
            rows = stream.iterator();
            columns = options.header() ? header() : options.columns();
        } catch (IOException | RuntimeException e) {
            workbook.close();
            throw e instanceof FileRefusedException refused ? refused : noWorkbook("Its sheet is damaged.");
        }
    }

    private Sheet sheet() throws FileRefusedException {
        if (options.sheet().isEmpty()) {
            return workbook.getFirstSheet();
        }
        return workbook.findSheet(options.sheet()).orElseThrow(() -> {
            String there = workbook.getSheets().map(Sheet::getName).collect(Collectors.joining(", "));
            return noWorkbook("It has no sheet '" + options.sheet() + "', but " + there + ".");
        });
    }

    private List<String> header() throws FileRefusedException {
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row.getRowNum() >= options.headerRow()) {
                List<String> names = new ArrayList<>();
                row.forEach(cell -> names.add(cell == null ? "" : cell.getText()));
                while (!names.isEmpty() && names.get(names.size() - 1).isBlank()) {
                    names.remove(names.size() - 1);
                }
                return Columns.of(names, options, content);
            }
        }
        return List.of();
    }

    @Override
    public FileRecord next() throws IOException {
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row.stream().anyMatch(XlsxRecords::isFilled)) {
                    number++;
                    return record(row);
                }
            }
            return null;
        } catch (ExcelReaderException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new FileRefusedException(
                    "xlsx",
                    "The rest of " + content.name() + " was not read, behind record " + number + ".",
                    "Its sheet is damaged, or has cells of a kind that is not known.",
                    "Open and save the file in a spreadsheet program, and deliver it again.");
        }
    }

    private static boolean isFilled(Cell cell) {
        return cell != null
                && (cell.getType() == CellType.FORMULA || !cell.getText().isBlank());
    }

    private FileRecord record(Row cells) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        long place = cells.getRowNum();
        try {
            for (int i = 0; i < columns.size(); i++) {
                Cell cell = cells.getOptionalCell(i).orElse(null);
                JsonNode value = XlsxCell.value(cell);
                row.set(columns.get(i), value);
            }
        } catch (XlsxCell.NoValueException e) {
            return unreadable(cells, "xlsx-cell", e.getMessage());
        }
        for (int i = columns.size(); i < cells.getCellCount(); i++) {
            if (cells.getOptionalCell(i).filter(XlsxRecords::isFilled).isPresent()) {
                return unreadable(
                        cells,
                        "xlsx-columns",
                        "It has a value in a column beyond the " + columns.size() + " of the header.");
            }
        }
        return FileRecord.of(number, place, row);
    }

    private FileRecord unreadable(Row cells, String code, String why) {
        long place = cells.getRowNum();
        String raw = cells.stream()
                .map(cell -> cell == null ? "" : String.valueOf(cell.getRawValue()))
                .collect(Collectors.joining("\t"));
        return FileRecord.unreadable(number, place, raw, Unreadable.record(code, why));
    }

    private FileRefusedException noWorkbook(String why) {
        return new FileRefusedException(
                "xlsx",
                content.name() + " was not read.",
                why,
                "Deliver a workbook in the format .xlsx with a header row, and check sheet and headerRow.");
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }
}

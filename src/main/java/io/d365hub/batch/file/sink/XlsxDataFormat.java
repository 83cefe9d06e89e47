package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.file.format.FileFormat;
import io.d365hub.batch.file.format.FormatOptions;
import io.d365hub.batch.file.format.RowsOfFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The data format {@code xlsx} of Camel, for a workbook that is one message: {@code unmarshal: {custom: {ref: xlsx}}} makes a list of JSON
 * objects of the first sheet's rows, by the names in its header row, {@code marshal} a workbook of one object or a list of them. Larger
 * ones belong into {@code batch-file-source} and {@code xlsx-file-sink}, which hold some rows at a time. Thread-safe.
 */
public final class XlsxDataFormat extends ServiceSupport implements DataFormat, DataFormatName {

    private static final String NAME = "xlsx";

    private final XlsxLines lines = new XlsxLines();

    @Override
    public String getDataFormatName() {
        return NAME;
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) throws Exception {
        List<ObjectNode> rows = RowBodies.of(exchange);
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(names::add));
        List<String> columns = List.copyOf(names);
        Path grown = Files.createTempFile("hub-", ".rows");
        Path finished = Files.createTempFile("hub-", ".xlsx");
        try {
            try (OutputStream growing = Files.newOutputStream(grown, StandardOpenOption.TRUNCATE_EXISTING)) {
                growing.write(lines.head(columns));
                for (ObjectNode row : rows) {
                    growing.write(lines.line(row, columns));
                }
            }
            lines.finish(grown, finished);
            Files.copy(finished, stream);
        } finally {
            Files.deleteIfExists(grown);
            Files.deleteIfExists(finished);
        }
    }

    /**
     * The rows of the workbook.
     *
     * @throws io.d365hub.batch.file.format.FileRefusedException when it is none, is larger than a message may be once unpacked, or a row of it
     *     cannot be read; says which
     */
    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) throws IOException {
        Path file = Files.createTempFile("hub-", ".xlsx");
        try {
            Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
            ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            RowsOfFile.each(FileFormat.XLSX, file, "The workbook of this message", FormatOptions.DEFAULTS, rows::add);
            return rows;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

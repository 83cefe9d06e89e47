package io.d365hub.batch.file.sink;

import io.d365hub.batch.file.FileRuntime;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Writes the rows of a batch to one file for each run, which holds each row once and appears when the run is complete. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-file-sink",
        title = "Rows of a batch to a file",
        syntax = "batch-file-sink:directory",
        producerOnly = true,
        category = {Category.FILE})
public final class FileSinkEndpoint extends DefaultEndpoint {

    @UriPath(
            description =
                    "Folder that the files appear in, a relative one in the hub's data folder; made when it is not there.")
    @Metadata(required = true)
    private final String directory;

    @UriParam(description = "What is written.", defaultValue = "ndjson", enums = "ndjson,csv,xlsx")
    private String format = "ndjson";

    @UriParam(description = "Columns of CSV and XLSX, separated by commas. Empty: those of the first row of each run.")
    private String columns = "";

    @UriParam(description = "Character between the columns of CSV.", defaultValue = ",")
    private String delimiter = ",";

    @UriParam(
            description =
                    "Length from which on the rows of a run go on in another file, bytes. 0: one file for each run.",
            defaultValue = "0")
    private long rollAt;

    FileSinkEndpoint(String uri, FileSinkComponent component, String directory) {
        super(uri, component);
        this.directory = directory;
    }

    @Override
    public Producer createProducer() {
        return new FileSinkProducer(this, (FileSinkComponent) getComponent(), options());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Rows go to " + getEndpointUri() + "; to read files use batch-file:.");
    }

    private SinkOptions options() {
        RowLines lines =
                switch (format) {
                    case "ndjson" -> new NdjsonLines();
                    case "csv" -> new CsvLines(character());
                    case "xlsx" -> new XlsxLines();
                    default ->
                        throw new IllegalArgumentException("Option 'format' of a file sink cannot be '" + format
                                + "'. Choose ndjson, csv or xlsx.");
                };
        List<String> names = Arrays.stream(columns.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new SinkOptions(new SinkFolder(folder()), lines, names, rollAt);
    }

    private Path folder() {
        FileRuntime files = getCamelContext().getRegistry().findSingleByType(FileRuntime.class);
        return files == null ? Path.of(directory) : files.folder(directory);
    }

    private char character() {
        if (delimiter.length() != 1) {
            throw new IllegalArgumentException("Option 'delimiter' of a file sink is one character.");
        }
        return delimiter.charAt(0);
    }

    /** Folder that the files appear in. */
    public String getDirectory() {
        return directory;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getColumns() {
        return columns;
    }

    public void setColumns(String columns) {
        this.columns = columns;
    }

    public String getDelimiter() {
        return delimiter;
    }

    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public long getRollAt() {
        return rollAt;
    }

    public void setRollAt(long rollAt) {
        this.rollAt = rollAt;
    }
}

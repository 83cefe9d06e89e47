package io.d365hub.batch.file.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats that can be read. */
public enum FileFormat {
    CSV("line", true, "text/csv"),
    JSON("record", true, "application/json"),
    NDJSON("line", true, "application/x-ndjson"),
    XML("line", false, "application/xml"),
    XLSX("row", false, "text/tab-separated-values");

    private final String unit;
    private final boolean text;
    private final String contentType;

    FileFormat(String unit, boolean text, String contentType) {
        this.unit = unit;
        this.text = text;
        this.contentType = contentType;
    }

    /** What {@link FileRecord#place} counts. */
    public String unit() {
        return unit;
    }

    /** What {@link FileRecord#raw} is. */
    public String contentType() {
        return contentType;
    }

    /** Whether its files are text in the character set of {@link FormatOptions#charset}. */
    public boolean isText() {
        return text;
    }

    /** The format that the name's ending says, a packed file's by the ending before {@code .gz} or {@code .zip}. */
    public static Optional<FileFormat> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zip)$", "");
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv", "tsv", "txt" -> Optional.of(CSV);
            case "json" -> Optional.of(JSON);
            case "ndjson", "jsonl" -> Optional.of(NDJSON);
            case "xml" -> Optional.of(XML);
            case "xlsx" -> Optional.of(XLSX);
            default -> Optional.empty();
        };
    }

    /** @throws IllegalArgumentException when there is no such format; names those that there are */
    public static FileFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no file format '" + name + "'. There are csv, json, ndjson, xml and xlsx."));
    }

    /**
     * Opens a file from its first record. The caller closes the reader.
     *
     * @throws FileRefusedException when it is no file of this format
     */
    public RecordReader open(FileContent content, FormatOptions options) throws IOException {
        return switch (this) {
            case CSV -> new CsvRecords(content, options);
            case JSON -> new JsonRecords(content, options);
            case NDJSON -> new NdjsonRecords(content, options);
            case XML -> new XmlRecords(content, options);
            case XLSX -> new XlsxRecords(content, options);
        };
    }
}

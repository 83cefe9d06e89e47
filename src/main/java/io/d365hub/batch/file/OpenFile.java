package io.d365hub.batch.file;

import io.d365hub.batch.file.folder.FileEntry;
import io.d365hub.batch.file.format.FileContent;
import io.d365hub.batch.file.format.FileFormat;
import io.d365hub.batch.file.format.FileRecord;
import io.d365hub.batch.file.format.FileRefusedException;
import io.d365hub.batch.file.format.Inspection;
import io.d365hub.batch.file.format.RecordReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A file whose records are being handed out. For one thread. */
final class OpenFile implements Closeable {

    private final FileEntry entry;
    private final FileFormat format;
    private final Inspection inspection;
    private final RecordReader records;
    private long read;

    private OpenFile(FileEntry entry, FileFormat format, Inspection inspection, RecordReader records) {
        this.entry = entry;
        this.format = format;
        this.inspection = inspection;
        this.records = records;
    }

    /**
     * Inspects and opens a file.
     *
     * @param skip so many records were settled before
     * @throws FileRefusedException when it cannot be read
     */
    static OpenFile open(FileEntry entry, FileContent content, FileOptions options, long skip) throws IOException {
        Optional<FileFormat> known = options.format().or(() -> FileFormat.ofName(entry.name()));
        if (known.isEmpty()) {
            throw new FileRefusedException(
                    "file-format",
                    entry.name() + " was not read.",
                    "Its name does not say what it is.",
                    "Name it .csv, .json, .ndjson, .xml or .xlsx, or set format of the source.");
        }
        FileFormat format = known.get();
        Inspection inspection = Inspection.of(content, format, options.reading(), options.packing());
        RecordReader records = format.open(content, options.reading());
        OpenFile file = new OpenFile(entry, format, inspection, records);
        try {
            while (file.read < skip && file.next().isPresent()) {
                // Read over.
            }
            return file;
        } catch (IOException | RuntimeException e) {
            records.close();
            throw e;
        }
    }

    Optional<FileRecord> next() throws IOException {
        FileRecord record = records.next();
        if (record == null) {
            return Optional.empty();
        }
        read = record.number();
        return Optional.of(record);
    }

    /** For people: {@code line 17 of prices.csv}. */
    String place(FileRecord record) {
        return format.unit() + " " + record.place() + " of " + entry.name();
    }

    String contentType() {
        return format.contentType();
    }

    FileEntry entry() {
        return entry;
    }

    /** Records that are likely still to come; 0 when that is not known. */
    long estimatedRecords() {
        return inspection.lines();
    }

    long read() {
        return read;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}

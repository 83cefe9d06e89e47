package io.d365hub.batch.file.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes files into a folder and reads their records. */
final class TestFiles {

    private final Path folder;

    TestFiles(Path folder) {
        this.folder = folder;
    }

    FileContent text(String name, String text) throws IOException {
        return bytes(name, text.getBytes(StandardCharsets.UTF_8));
    }

    FileContent bytes(String name, byte[] bytes) throws IOException {
        return at(Files.write(folder.resolve(name), bytes));
    }

    static FileContent at(Path file) {
        return Packing.DEFAULTS.content(file.getFileName().toString(), file);
    }

    static List<FileRecord> records(FileContent content, FormatOptions options) throws IOException {
        FileFormat format = FileFormat.ofName(content.name()).orElseThrow();
        List<FileRecord> records = new ArrayList<>();
        try (RecordReader reader = format.open(content, options)) {
            for (FileRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    static List<FileRecord> records(FileContent content) throws IOException {
        return records(content, FormatOptions.DEFAULTS);
    }

    static List<String> rows(FileContent content, FormatOptions options) throws IOException {
        return records(content, options).stream()
                .map(record -> String.valueOf(record.row()))
                .toList();
    }

    static List<String> rows(FileContent content) throws IOException {
        return rows(content, FormatOptions.DEFAULTS);
    }

    static Inspection inspect(FileContent content, FormatOptions options) throws IOException {
        return Inspection.of(content, FileFormat.ofName(content.name()).orElseThrow(), options, Packing.DEFAULTS);
    }
}

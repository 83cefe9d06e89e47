package io.d365hub.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What belongs together in a backup. Written last: a folder without it is no whole backup.
 *
 * @param format version of this form
 * @param id names the backup
 * @param takenAt when broker and database were as they are in it
 * @param hubVersion which hub took it
 * @param whileRunning whether that hub was running; the state is then the one that a kill at that moment had left
 * @param database {@code h2}: a file of the backup; {@code postgresql}: its rows are files of the backup
 * @param facts what the database held
 * @param brokerNode id of the broker, which it keeps for life
 * @param queues how many messages lay in each queue; empty when the broker is an outside one
 * @param files everything else in the folder
 */
public record BackupManifest(
        int format,
        UUID id,
        Instant takenAt,
        String hubVersion,
        boolean whileRunning,
        String database,
        DatabaseFacts facts,
        String brokerNode,
        Map<String, Long> queues,
        List<StoredFile> files) {

    public static final String FILE = "manifest.json";
    public static final int FORMAT = 1;
    public static final String H2 = "h2";
    public static final String POSTGRESQL = "postgresql";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public BackupManifest {
        queues = Map.copyOf(queues);
        files = List.copyOf(files);
    }

    /**
     * A file of the backup.
     *
     * @param path in the folder, with slashes
     * @param sha256 hexadecimal
     */
    public record StoredFile(String path, long bytes, String sha256) {}

    /**
     * Reads the manifest of a folder.
     *
     * @throws BackupException when there is none, or it is of a newer form
     */
    static BackupManifest of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new BackupException(
                    "Nothing was restored.",
                    "'" + folder + "' has no " + FILE + ": it is no backup of a hub, or one that was not finished.",
                    "Name the folder that './hub backup' wrote.");
        }
        BackupManifest manifest;
        try {
            manifest = JSON.readValue(file.toFile(), BackupManifest.class);
        } catch (IOException e) {
            throw new BackupException(
                    "Nothing was restored.",
                    "The manifest '" + file + "' cannot be read.",
                    "Take another backup, or the file from another copy of this one.",
                    e);
        }
        if (manifest.format() != FORMAT) {
            throw new BackupException(
                    "Nothing was restored.",
                    "The backup has form %d, and this hub knows form %d only.".formatted(manifest.format(), FORMAT),
                    "Restore it with hub " + manifest.hubVersion() + ".");
        }
        return manifest;
    }

    void writeTo(Path folder) throws IOException {
        Path unfinished = folder.resolve(FILE + ".unfinished");
        Files.writeString(unfinished, json());
        Files.move(unfinished, folder.resolve(FILE));
    }

    /** All messages that lay in queues of integrations, parked ones too. */
    public long queued() {
        return queues.entrySet().stream()
                .filter(queue ->
                        queue.getKey().startsWith("work.") || queue.getKey().startsWith("park."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether the rows of a PostgreSQL database are in it; backups of before that have only its facts. */
    boolean holdsRows() {
        return files.stream().anyMatch(file -> file.path().endsWith(PostgresqlRows.SUFFIX));
    }

    /** As it stands in the file. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest can always be written", e);
        }
    }
}

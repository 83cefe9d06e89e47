package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.dataverse.client.MetadataShelf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an environment said about its tables, a file for each question, so that routes can be checked without it. Thread-safe. */
final class MetadataFiles implements MetadataShelf {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataFiles.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private volatile Instant oldestUsed;

    /**
     * @param folder holds the files of all environments; made when something is kept
     * @param environment their answers are kept apart
     */
    MetadataFiles(Path folder, String environment) {
        this.folder = folder.resolve(name(environment));
    }

    @Override
    public void put(String resource, JsonNode answer) {
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "draft", ".json");
            JSON.writeValue(draft.toFile(), answer);
            Files.move(draft, file(resource), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "Metadata of Dataverse cannot be kept in {}: {}. Checks without Dataverse know less.",
                    folder,
                    e.toString());
        }
    }

    @Override
    public Optional<JsonNode> get(String resource) {
        Path file = file(resource);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Instant written = Files.getLastModifiedTime(file).toInstant();
            oldestUsed = oldestUsed == null || written.isBefore(oldestUsed) ? written : oldestUsed;
            return Optional.of(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            return Optional.empty(); // half a file is as good as none
        }
    }

    /** When the oldest answer that had to be taken from here was given; empty when the environment answered itself. */
    Optional<Instant> oldestUsed() {
        return Optional.ofNullable(oldestUsed);
    }

    private Path file(String resource) {
        return folder.resolve(name(resource) + ".json");
    }

    private static String name(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

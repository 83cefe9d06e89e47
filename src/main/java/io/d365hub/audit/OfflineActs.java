package io.d365hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on a hub that does not run, such as a restore: they wait in a file of its data folder until it starts, because the tables
 * of the audit trail may be of another version until then. Whoever holds the lock of the data folder may use it.
 */
public final class OfflineActs {

    private static final Logger LOG = LoggerFactory.getLogger(OfflineActs.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String UNREADABLE = ".unreadable";

    private final Path file;

    /** @param file lines of JSON, one for each act; not there when there is none */
    public OfflineActs(Path file) {
        this.file = file;
    }

    /** Notes an act; on disk when this returns. */
    public void note(AuditEntry entry, Instant at) {
        ObjectNode line = JSON.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("at", at.toString())
                .put("who", entry.who())
                .put("act", entry.act())
                .put("why", entry.why());
        entry.details().forEach(line.putObject("details")::put);
        add(List.of(line.toString()));
    }

    /** The acts that are noted, in a form for {@link #keep}. */
    public List<String> noted() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Notes what was noted before the file was replaced; none of it twice. */
    public void keep(List<String> before) {
        Set<String> missing = new LinkedHashSet<>(before);
        missing.removeAll(noted());
        add(List.copyOf(missing));
    }

    private void add(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Adds them to the trail of the hub that starts, each once, also when a start before was killed on the way. */
    public void appendTo(AuditTrail trail) {
        List<String> unreadable = new ArrayList<>();
        for (String line : noted()) {
            try {
                append(trail, JSON.readTree(line));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                unreadable.add(line);
            }
        }
        try {
            if (!unreadable.isEmpty()) {
                Path aside = file.resolveSibling(file.getFileName() + UNREADABLE);
                Files.write(aside, unreadable, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                LOG.warn(
                        "{} acts on the hub while it did not run are not in the audit trail: they cannot be read and lie in {}.",
                        unreadable.size(),
                        aside);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static void append(AuditTrail trail, JsonNode act) {
        UUID id = UUID.fromString(act.path("id").asText());
        if (!trail.about(List.of(id)).isEmpty()) {
            return;
        }
        AuditEntry entry = AuditEntry.of(
                        act.path("who").asText(), act.path("act").asText())
                .because(act.path("why").asText())
                .with("at", act.path("at").asText())
                .on(id);
        for (var detail : act.path("details").properties()) {
            entry = entry.with(detail.getKey(), detail.getValue().asText());
        }
        long unused = trail.append(entry);
    }

    private UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException(
                "The acts in " + file + " cannot be read or written: " + e.getMessage()
                        + ". Check that the data folder is writable and has room (setting hub.data).",
                e);
    }
}

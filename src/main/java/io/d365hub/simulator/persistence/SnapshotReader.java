package io.d365hub.simulator.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.operation.ApiRequest;
import io.d365hub.simulator.operation.Caller;
import io.d365hub.simulator.operation.Environment;
import io.d365hub.simulator.operation.Execution;
import io.d365hub.simulator.operation.MetadataJournal;
import io.d365hub.simulator.operation.OperationParser;
import io.d365hub.simulator.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Fills a new environment with what a file holds. Used once, before requests come. */
final class SnapshotReader {

    /** Rows that are committed at once: enough to be quick, few enough to be held. */
    private static final int CHUNK = 5000;

    private final Environment environment;
    private final OperationParser parser;
    /** Metadata ids in the file, and those that the same definitions got now. */
    private final Map<String, String> ids = new HashMap<>();

    /** Of files whose rows are still to come. */
    private final Map<UUID, ByteArrayOutputStream> contents = new HashMap<>();

    private TableDefinition table;
    private final List<Object[]> rows = new ArrayList<>(CHUNK);

    SnapshotReader(Environment environment, OperationParser parser) {
        this.environment = environment;
        this.parser = parser;
    }

    void read(Path file) throws IOException {
        Duration indexing = parser.schema().keyJobs().delay();
        parser.schema().keyJobs().delay(Duration.ZERO);
        try (MappingIterator<JsonNode> values =
                JsonMapper.builder().build().readerFor(JsonNode.class).readValues(file.toFile())) {
            JsonNode first = values.hasNext() ? values.next() : null;
            if (first == null || first.path("simulator").asInt() != SnapshotWriter.FORMAT) {
                throw new IOException("it is not a file of this simulator");
            }
            clear();
            JsonNode value = first;
            while (values.hasNext()) {
                value = values.next();
                take(value);
            }
            if (!value.path("whole").asBoolean()) {
                throw new IOException("its end is missing");
            }
            environment
                    .database()
                    .continueAfter(
                            first.path("version").asLong(), first.path("ids").asLong());
        } finally {
            parser.schema().keyJobs().delay(indexing);
        }
    }

    private void take(JsonNode value) throws IOException {
        if (value.has("id")) {
            row(value);
            return;
        }
        if (value.has("file")) {
            contents.computeIfAbsent(UUID.fromString(value.path("file").asText()), id -> new ByteArrayOutputStream())
                    .writeBytes(value.path("content").binaryValue());
            return;
        }
        store();
        if (value.has("metadata")) {
            metadata(value);
        } else if (value.has("table")) {
            parser.schema().keyJobs().settle();
            table = environment
                    .model()
                    .byLogicalName(value.path("table").asText())
                    .orElse(null);
            if (table != null && value.has("floor")) {
                Map<Long, UUID> deleted = new HashMap<>();
                for (Map.Entry<String, JsonNode> deletion :
                        value.path("deleted").properties()) {
                    deleted.put(
                            Long.valueOf(deletion.getKey()),
                            UUID.fromString(deletion.getValue().asText()));
                }
                environment.changes().restore(table, value.path("floor").asLong(), deleted);
            }
        }
    }

    /** Takes the seeded rows away; but users stay, as clients may have come since. */
    private void clear() {
        for (TableDefinition seeded : environment.model().tables()) {
            if (!seeded.logicalName().equals("systemuser")) {
                environment.database().write(transaction -> {
                    for (Row row : environment.database().table(seeded).rows()) {
                        transaction.delete(seeded, row);
                    }
                    return null;
                });
            }
        }
    }

    private void metadata(JsonNode value) {
        String mergeLabels = value.path("mergeLabels").textValue();
        UnaryOperator<String> headers = name -> name.equals("MSCRM.MergeLabels") ? mergeLabels : null;
        ApiRequest request = new ApiRequest(
                value.path("metadata").asText(),
                translated(value.path("path").asText()),
                null,
                headers,
                translated(value.path("body").asText()).getBytes(StandardCharsets.UTF_8),
                "http://restored/",
                new Caller(environment.organization().id()));
        try {
            parser.parse(request, UnaryOperator.identity()).run(Execution.alone(environment));
        } catch (ApiError e) {
            throw new IllegalStateException(
                    "A change of metadata in it (" + request.method() + " " + request.path() + ") is refused now: "
                            + e.getMessage(),
                    e);
        }
        List<MetadataJournal.Entry> done = parser.journal().entries();
        List<String> now = done.get(done.size() - 1).ids();
        for (int i = 0; i < Math.min(now.size(), value.path("ids").size()); i++) {
            ids.put(value.path("ids").path(i).asText(), now.get(i));
        }
    }

    private String translated(String text) {
        String translated = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            translated = translated.replace(id.getKey(), id.getValue());
        }
        return translated;
    }

    private void row(JsonNode value) {
        if (table == null) {
            return;
        }
        Object[] values = new Object[table.width()];
        values[0] = UUID.fromString(value.path("id").asText());
        values[1] = value.path("version").asLong();
        for (ColumnDefinition column : table.columns()) {
            String text = value.path("." + column.logicalName()).textValue();
            if (text != null) {
                values[column.ordinal()] = StoredValue.read(column, currentId(column, text), this::content);
            }
        }
        rows.add(values);
        if (rows.size() == CHUNK) {
            store();
        }
    }

    /** Rows that name a definition, such as components of solutions, name it by the id that it got now. */
    private String currentId(ColumnDefinition column, String text) {
        return column.type() == ColumnType.UNIQUE_IDENTIFIER ? ids.getOrDefault(text, text) : text;
    }

    private byte[] content(UUID file) {
        ByteArrayOutputStream content = contents.remove(file);
        return content == null ? new byte[0] : content.toByteArray();
    }

    private void store() {
        if (!rows.isEmpty()) {
            environment.database().write(transaction -> {
                rows.forEach(values -> transaction.restore(table, values));
                return null;
            });
            rows.clear();
        }
    }
}

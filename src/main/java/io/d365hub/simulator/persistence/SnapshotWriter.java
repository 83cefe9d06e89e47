package io.d365hub.simulator.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.operation.Environment;
import io.d365hub.simulator.operation.MetadataJournal;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;
import io.d365hub.simulator.tracking.ChangeHistory;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes everything that an environment holds: JSON values one after another, the last one says that it is whole. */
final class SnapshotWriter {

    static final int FORMAT = 1;

    /** Of a file, in one value of the JSON. */
    private static final int PIECE_BYTES = 1 << 20;

    private static final JsonFactory FACTORY = new JsonFactory();

    private SnapshotWriter() {}

    /** What was there at one moment; rows do not change, so they need not be copied. */
    private record Moment(long version, long ids, List<MetadataJournal.Entry> journal, List<TableMoment> tables) {}

    private record TableMoment(TableDefinition table, List<Row> rows, Optional<ChangeHistory.Saved> changes) {}

    /**
     * Puts a new file in the place of the old one; a failure leaves the old one as it was.
     *
     * @return the version of the environment that is in the file
     */
    static long write(Environment environment, MetadataJournal journal, Path file) throws IOException {
        Moment moment = environment.database().write(transaction -> moment(environment, journal));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream out = new FileOutputStream(draft.toFile());
                JsonGenerator json = FACTORY.createGenerator(new BufferedOutputStream(out, 1 << 16))) {
            write(json, moment);
            json.flush();
            out.getFD().sync();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return moment.version();
    }

    /** Writers wait meanwhile: a few milliseconds for each hundred thousand rows. */
    private static Moment moment(Environment environment, MetadataJournal journal) {
        List<TableMoment> tables = new ArrayList<>();
        for (TableDefinition table : environment.model().tables()) {
            List<Row> rows = new ArrayList<>();
            environment.database().table(table).rows().forEach(rows::add);
            tables.add(new TableMoment(table, rows, environment.changes().saved(table)));
        }
        return new Moment(
                environment.database().committedVersion(),
                environment.database().lastIdNumber(),
                journal.entries(),
                tables);
    }

    private static void write(JsonGenerator json, Moment moment) throws IOException {
        json.writeStartObject();
        json.writeNumberField("simulator", FORMAT);
        json.writeNumberField("version", moment.version());
        json.writeNumberField("ids", moment.ids());
        json.writeEndObject();
        for (MetadataJournal.Entry entry : moment.journal()) {
            json.writeStartObject();
            json.writeStringField("metadata", entry.method());
            json.writeStringField("path", entry.path());
            json.writeStringField("mergeLabels", entry.mergeLabels());
            json.writeStringField("body", entry.body());
            json.writeFieldName("ids");
            json.writeStartArray();
            for (String id : entry.ids()) {
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        for (TableMoment table : moment.tables()) {
            table(json, table);
        }
        json.writeStartObject();
        json.writeBooleanField("whole", true);
        json.writeEndObject();
    }

    private static void table(JsonGenerator json, TableMoment moment) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", moment.table().logicalName());
        if (moment.changes().isPresent()) {
            ChangeHistory.Saved changes = moment.changes().get();
            json.writeNumberField("floor", changes.floor());
            json.writeObjectFieldStart("deleted");
            for (var deletion : changes.deleted().entrySet()) {
                json.writeStringField(
                        deletion.getKey().toString(), deletion.getValue().toString());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        for (Row row : moment.rows()) {
            for (ColumnDefinition column : moment.table().columns()) {
                if (row.value(column) instanceof StoredFile file) {
                    content(json, file);
                }
            }
            json.writeStartObject();
            json.writeStringField("id", row.id().toString());
            json.writeNumberField("version", row.version());
            for (ColumnDefinition column : moment.table().columns()) {
                Object value = column.ordinal() > 1 ? row.value(column) : null;
                if (value != null) {
                    json.writeStringField("." + column.logicalName(), StoredValue.write(value));
                }
            }
            json.writeEndObject();
        }
    }

    /** Comes before the row whose file it is, a piece at a time. */
    private static void content(JsonGenerator json, StoredFile file) throws IOException {
        byte[] bytes = file.bytes();
        for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
            json.writeStartObject();
            json.writeStringField("file", file.id().toString());
            json.writeFieldName("content");
            json.writeBinary(bytes, from, Math.min(PIECE_BYTES, bytes.length - from));
            json.writeEndObject();
        }
    }
}

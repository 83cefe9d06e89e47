package io.d365hub.plugin;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.api.RowSource;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.Position;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.StartPoint;
import java.util.Optional;

/** Hands a plug-in's rows to a batch. */
final class PluginSource implements BatchSource {

    private static final String AT = "at";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final RowSource source;
    private final String argument;

    PluginSource(RowSource source, String argument) {
        this.source = source;
        this.argument = argument;
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) throws Exception {
        RowSource.Rows rows =
                source.open(from.position().map(position -> position.path(AT).asText()), argument);
        return new RowReader() {
            @Override
            public SourceRow next() throws Exception {
                Optional<RowSource.Row> row = rows.next();
                return row.isEmpty() ? null : row(row.get());
            }

            @Override
            public Optional<Position> end() {
                return rows.end().map(PluginSource::position);
            }

            @Override
            public void close() throws Exception {
                rows.close();
            }
        };
    }

    private static SourceRow row(RowSource.Row row) throws Exception {
        JsonNode columns = JSON.readTree(row.json());
        if (!(columns instanceof ObjectNode object)) {
            throw new IllegalStateException("A row of the plug-in is no JSON object: " + row.place() + ".");
        }
        return SourceRow.of(
                object, row.place(), row.position().map(PluginSource::position).orElse(null));
    }

    private static Position position(String text) {
        return () -> JsonNodeFactory.instance.objectNode().put(AT, text);
    }
}

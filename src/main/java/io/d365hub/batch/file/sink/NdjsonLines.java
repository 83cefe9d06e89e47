package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** One JSON object a line. */
final class NdjsonLines implements RowLines {

    private static final byte[] NOTHING = {};

    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .writer();

    @Override
    public String ending() {
        return "ndjson";
    }

    @Override
    public byte[] head(List<String> columns) {
        return NOTHING;
    }

    @Override
    public byte[] line(ObjectNode row, List<String> columns) {
        try {
            byte[] json = JSON.writeValueAsBytes(row);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw FileSinkException.refused("It cannot be written as JSON.", "Mend the mapping.");
        }
    }

    @Override
    public boolean hasColumns() {
        return false;
    }
}

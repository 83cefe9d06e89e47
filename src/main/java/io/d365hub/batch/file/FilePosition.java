package io.d365hub.batch.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.Position;

/**
 * How far files have been read.
 *
 * @param file number of the file in the order of taking; all before it are settled
 * @param record so many records of it are covered; {@link #WHOLE}: all
 */
record FilePosition(long file, long record) implements Position {

    static final long WHOLE = Long.MAX_VALUE;

    private static final String FILE = "file";
    private static final String RECORD = "record";

    static FilePosition of(ObjectNode json) {
        return new FilePosition(json.path(FILE).asLong(), json.path(RECORD).asLong(WHOLE));
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(FILE, file);
        return record == WHOLE ? json : json.put(RECORD, record);
    }
}

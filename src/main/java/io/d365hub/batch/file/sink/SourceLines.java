package io.d365hub.batch.file.sink;

import io.d365hub.batch.JsonRow;
import io.d365hub.batch.SourceRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines of rows as their source has them: one that came as JSON on one line is copied. */
final class SourceLines {

    private SourceLines() {}

    /** The lines of all rows, in their order. */
    static byte[] of(List<SourceRow> rows, RowLines lines) {
        List<Object> parts = new ArrayList<>(rows.size());
        int length = 0;
        for (SourceRow row : rows) {
            Optional<JsonRow> json = row.json().filter(JsonRow::isOneLine);
            if (json.isPresent()) {
                parts.add(json.get());
                length += json.get().length() + 1;
            } else {
                byte[] line = lines.line(row.columns(), List.of());
                parts.add(line);
                length += line.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (Object part : parts) {
            if (part instanceof JsonRow json) {
                json.copyTo(out);
                out.put((byte) '\n');
            } else {
                out.put((byte[]) part);
            }
        }
        return out.array();
    }
}

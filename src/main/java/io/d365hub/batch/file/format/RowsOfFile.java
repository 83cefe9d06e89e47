package io.d365hub.batch.file.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** All rows of a file that is small enough to be one message. */
public final class RowsOfFile {

    /** What may be unpacked for one message: 64 MiB. */
    private static final Packing SMALL = new Packing(64L << 20, Packing.DEFAULTS.mostRatio());

    private RowsOfFile() {}

    /**
     * Gives each row in turn.
     *
     * @param name what messages call the file
     * @throws FileRefusedException when it is no file of this format, is larger than 64 MiB once unpacked, or a row cannot be read: half a
     *     message is none
     */
    public static void each(FileFormat format, Path file, String name, FormatOptions options, Consumer<ObjectNode> row)
            throws IOException {
        FileContent content = SMALL.content(name, file);
        Inspection.of(content, format, options, SMALL);
        try (RecordReader records = format.open(content, options)) {
            for (FileRecord record = records.next(); record != null; record = records.next()) {
                if (!record.isReadable()) {
                    throw new FileRefusedException(
                            record.failure().code(),
                            name + " was not read. Its " + format.unit() + " " + record.place() + " is wrong.",
                            record.failure().why(),
                            record.failure().mend());
                }
                row.accept(record.row());
            }
        }
    }
}

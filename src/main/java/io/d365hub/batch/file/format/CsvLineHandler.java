package io.d365hub.batch.file.format;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;

/** Gathers the values of a record, and no more of them than the limit allows, however long its line is. */
final class CsvLineHandler extends AbstractBaseCsvCallbackHandler<CsvLine> {

    private final int limit;
    private List<String> fields = List.of();
    private long size;

    CsvLineHandler(int limit) {
        this.limit = limit;
    }

    /** The line of the record that is being read, also when it broke off. */
    long line() {
        return getStartingLineNumber();
    }

    /** What was gathered of the record that broke off. */
    List<String> begun() {
        return fields;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        fields = new ArrayList<>(Math.max(fields.size(), 4));
        size = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        // The delimiter counts: a line of nothing but delimiters is long too.
        size += length + 1;
        if (size <= limit) {
            fields.add(new String(buffer, offset, length));
        }
    }

    @Override
    protected CsvLine buildRecord() {
        return new CsvLine(getStartingLineNumber(), fields, getFieldCount(), size > limit);
    }
}

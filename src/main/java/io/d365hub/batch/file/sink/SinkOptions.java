package io.d365hub.batch.file.sink;

import java.util.List;

/**
 * Where rows go and how they are written.
 *
 * @param folder that the files appear in
 * @param lines how rows become lines
 * @param columns of files that have such; empty: those of the first row
 * @param rollAt length from which on the rows of a run go on in another file, bytes; 0: never
 */
record SinkOptions(SinkFolder folder, RowLines lines, List<String> columns, long rollAt) {

    boolean rolls() {
        return rollAt > 0;
    }
}

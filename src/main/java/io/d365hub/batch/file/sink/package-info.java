/**
 * The way back: {@code batch-file-sink:} writes the rows of a run to a file, NDJSON or CSV, which appears under its name when
 * the run is complete and holds each row once, also when processes were killed on the way.
 */
package io.d365hub.batch.file.sink;

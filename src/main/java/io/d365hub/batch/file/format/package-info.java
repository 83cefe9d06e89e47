/**
 * Reads the formats of files as streams of records: CSV, JSON, NDJSON, XML and XLSX. Memory stays flat however large the
 * file is; a record that cannot be read is handed on as such, with its place and reason, and the rest goes on. Knows neither
 * Camel nor folders.
 */
package io.d365hub.batch.file.format;

/**
 * Batches from files: {@code batch-file:} takes the files of a folder, here or behind SFTP, one after another in one run, and
 * moves them away when all of their rows are settled. {@code batch.file.format} reads formats, {@code batch.file.folder} folders;
 * {@code batch.file.sink} is the way back, rows to files.
 */
package io.d365hub.batch.file;

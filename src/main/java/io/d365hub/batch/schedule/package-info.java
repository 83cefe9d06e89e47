/**
 * When batches start: timetables kept by Quartz in the shared database, so that of several hubs exactly one starts a batch
 * that is due, and the order of batches (parents before children). Starts runs through {@link
 * io.d365hub.batch.schedule.BatchStarts} only; knows nothing of sources and targets.
 */
package io.d365hub.batch.schedule;

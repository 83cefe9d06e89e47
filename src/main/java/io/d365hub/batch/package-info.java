/**
 * Batch pull: scheduled, resumable bulk movement of rows through a route, in both directions.
 *
 * <p>A route begins at a batch endpoint (one small Camel component for each kind of source, with {@link
 * io.d365hub.batch.BatchEndpoint} as its base) and ends wherever it likes. Each start is a <b>run</b>, recorded in the
 * database. The runner reads rows on a thread of its own, starts one exchange for each (a {@code JsonNode} as its body), keeps
 * some thousands of them under way, and saves the run's position about once a second, together with its counters.
 *
 * <h2>To add a kind of source</h2>
 *
 * <ol>
 *   <li>A component of Camel ({@code @Component("batch-sql")}, a line in {@code META-INF/services}), and an endpoint that
 *       extends {@link io.d365hub.batch.BatchEndpoint}, adds its own {@code @UriParam}s and answers {@link
 *       io.d365hub.batch.BatchEndpoint#source()}.
 *   <li>A {@link io.d365hub.batch.BatchSource} that opens a {@link io.d365hub.batch.RowReader} at a {@link
 *       io.d365hub.batch.StartPoint}. The reader is used by one thread, hands out one {@link io.d365hub.batch.SourceRow} at
 *       a time, and keeps no more than a page of rows in memory.
 *   <li>Failures of the whole source are thrown as {@link io.d365hub.batch.SourceException} (or anything that is a {@link
 *       io.d365hub.failure.KnownFailure}). A single row that cannot be read is no failure of the source: hand it out with {@link
 *       io.d365hub.batch.SourceRow#unreadable}, and it becomes a dead letter.
 * </ol>
 *
 * <h2>Positions (promise 7)</h2>
 *
 * A row may carry a {@link io.d365hub.batch.Position} that covers it and everything before it. A position is saved only after all
 * rows that it covers are written, filtered, found unchanged, durably dead-lettered, or durably handed to the integration's
 * lane. A killed run goes on from its last saved position: rows behind it come again, so targets must be written by key. The
 * reader's {@link io.d365hub.batch.RowReader#end()} is where the next run begins (a watermark, a delta link).
 *
 * <h2>To write somewhere that gathers (files)</h2>
 *
 * A producer finds the run with {@link io.d365hub.batch.RunContext#of} and joins it with a {@link
 * io.d365hub.batch.RunParticipant}: before each position is saved the participant makes what it has durable, and its state is
 * saved in the same transaction and given back when the run goes on after a crash.
 *
 * <h2>To look at rows between mapping and writing (unchanged rows, dry runs, deletes)</h2>
 *
 * A {@link io.d365hub.batch.RunParticipant} hears of every row before the first step of the route that leaves the hub, and may
 * hold the row back; it hears what became of it; and it takes part in the transaction that saves the position.
 *
 * <p>Control (start, stop, status, history) is {@link io.d365hub.batch.Batches}. May use {@code database}, {@code message} and
 * {@code failure}; lanes, dead letters and the ledger are behind {@link io.d365hub.batch.SingleRows}, which the root implements.
 */
package io.d365hub.batch;

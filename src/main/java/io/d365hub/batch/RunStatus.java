package io.d365hub.batch;

import io.d365hub.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How a run stands.
 *
 * @param id the run
 * @param batch name of its batch
 * @param state as the database has it; of a run in this process, as it is
 * @param request what was asked for
 * @param startedAt first start
 * @param endedAt when it ended, unless it is running
 * @param counts of a run in this process, as they are; otherwise as of the last saved position
 * @param rowsPerSecond settled over the last seconds; 0 unless it runs in this process
 * @param total rows in all, where the source knows
 * @param share how much is done, from 0 to 1, where it is known
 * @param left time left, where it can be guessed
 * @param waiting why it does not go on just now, e.g. a throttled source or target
 * @param error why it ended, or what its last rejected row met
 * @param owner the process that runs it or ran it
 * @param resumed how often it was resumed
 */
public record RunStatus(
        UUID id,
        String batch,
        RunState state,
        RunRequest request,
        Instant startedAt,
        Optional<Instant> endedAt,
        RunCounts counts,
        double rowsPerSecond,
        OptionalLong total,
        OptionalDouble share,
        Optional<Duration> left,
        Optional<Failure> waiting,
        Optional<Failure> error,
        String owner,
        int resumed) {}

package io.d365hub.alert;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells alerts: a line in the log, and every channel. The same alert about the same subject is told once in a quiet time; how
 * often it was held back meanwhile is told with the next one. Thread-safe; {@link #raise} waits for the database, never for a
 * channel.
 */
public final class Alerts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    /** Between the tries of a channel that fails; then the alert is in the log only. */
    static final List<Duration> TRY_AGAIN =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));

    private final AlertTable table;
    private final Duration quiet;
    private final List<ChannelLine> lines;

    public Alerts(AlertTable table, Duration quiet, List<AlertChannel> channels) {
        this(table, quiet, channels, TRY_AGAIN);
    }

    Alerts(AlertTable table, Duration quiet, List<AlertChannel> channels, List<Duration> tryAgain) {
        this.table = table;
        this.quiet = quiet;
        this.lines = channels.stream()
                .map(channel -> new ChannelLine(channel, tryAgain))
                .toList();
    }

    /** Tells the alert unless it was told within the quiet time, by whichever hub. */
    public void raise(Alert alert) {
        raise(alert, quiet);
    }

    /** Tells it once for good: about what does not happen again. */
    public void raiseOnce(Alert alert) {
        raise(alert, Duration.ofDays(36_500));
    }

    private void raise(Alert alert, Duration quietTime) {
        OptionalInt heldBack = table.claim(alert, quietTime);
        if (heldBack.isPresent()) {
            LOG.warn("Alert {}: {} {} {}", alert.kind().code(), alert.what(), alert.why(), alert.mend());
            lines.forEach(line -> line.tell(alert, heldBack.getAsInt()));
        }
    }

    /** What channels have not taken by now stays in the log only. */
    @Override
    public void close() {
        lines.forEach(ChannelLine::close);
    }
}

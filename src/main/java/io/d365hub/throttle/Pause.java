package io.d365hub.throttle;

import java.time.Duration;

/** When the next call may be made, and how long the next pause will be. Guarded by its governor. */
final class Pause {

    private final GovernorSettings settings;
    private boolean active;
    private long endNanos;
    private String reason = "";
    private String code = "";
    private long startNanos;
    private long total;
    private int refusalsWithoutTime;

    Pause(GovernorSettings settings) {
        this.settings = settings;
    }

    /** Begins a pause, or lengthens the one that runs. Never shortens: another caller was told to wait longer. */
    void begin(Refusal refusal, long nowNanos, boolean news) {
        Duration length = refusal.retryAfter().map(this::credible).orElseGet(() -> backoff(news));
        long end = nowNanos + length.toNanos();
        if (!active || end - endNanos > 0) {
            endNanos = end;
            reason = refusal.reason();
            code = refusal.code();
        }
        if (!active) {
            startNanos = nowNanos;
        }
        active = true;
    }

    /** Over before its time. */
    void end(long nowNanos) {
        endNanos = nowNanos;
    }

    boolean running(long nowNanos) {
        if (active && endNanos - nowNanos <= 0) {
            active = false;
            total += endNanos - startNanos;
        }
        return active;
    }

    Duration remaining(long nowNanos) {
        return Duration.ofNanos(Math.max(0, endNanos - nowNanos));
    }

    long endNanos() {
        return endNanos;
    }

    /** All pauses so far, the one that runs included. */
    Duration total(long nowNanos) {
        return Duration.ofNanos(running(nowNanos) ? total + nowNanos - startNanos : total);
    }

    String code() {
        return code;
    }

    String reason() {
        return reason;
    }

    void forgetRefusals() {
        refusalsWithoutTime = 0;
    }

    private Duration credible(Duration asked) {
        Duration atLeast = asked.compareTo(settings.firstPause()) < 0 ? settings.firstPause() : asked;
        return atLeast.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : atLeast;
    }

    /** Fifty calls refused at once are one piece of news: only the first of them makes the next pause longer. */
    private Duration backoff(boolean news) {
        if (news) {
            refusalsWithoutTime++;
        }
        int doublings = Math.min(Math.max(0, refusalsWithoutTime - 1), 20);
        Duration grown = settings.firstPause().multipliedBy(1L << doublings);
        return grown.compareTo(settings.longestBackoff()) > 0 ? settings.longestBackoff() : grown;
    }
}

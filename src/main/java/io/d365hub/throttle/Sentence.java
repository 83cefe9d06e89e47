package io.d365hub.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says in one line how a governor stands: what is under way and, when work waits, why and until when. */
final class Sentence {

    /** Why calls wait that are not paused. */
    enum Blocker {
        NOTHING(""),
        REQUESTS("the requests of the window are used up"),
        EXECUTION("the execution time of the window is used up"),
        CONCURRENCY("all places are taken"),
        RAMP("opening again after a pause"),
        LIVE("loads hold back so that live calls stay fast");

        private final String words;

        Blocker(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final String environment;
    private final String user;
    private final String end;

    /** @param nextBatchRows rows that the next joined call carries; 0 when nobody joins rows */
    Sentence(String environment, String user, int nextBatchRows) {
        this.environment = environment;
        this.user = user;
        this.end = nextBatchRows > 0 ? "; next batch " + nextBatchRows + " rows." : ".";
    }

    String paused(Instant until, Duration left, String code, String reason) {
        String who = user.isEmpty() ? "" : " on user " + user;
        String why = code.isEmpty() ? who + ": " + reason : ", " + code + who;
        return environment + ": paused until " + at(until) + " (" + seconds(left) + ")" + why + end;
    }

    String open(int underWay, int allowed, int waiting, Blocker blocker, Instant until) {
        String calls = underWay + " of " + allowed + " calls to " + environment
                + (user.isEmpty() ? "" : " as user " + user) + " are under way";
        if (waiting == 0) {
            return calls + end;
        }
        String more = calls + "; " + waiting + (waiting == 1 ? " waits" : " wait");
        return switch (blocker) {
            case NOTHING, CONCURRENCY -> more + " for their turn" + end;
            case RAMP, LIVE -> more + ": " + blocker.words + end;
            case REQUESTS, EXECUTION -> more + " until " + at(until) + ": " + blocker.words + end;
        };
    }

    private static String at(Instant time) {
        return TIME_OF_DAY.format(time.plus(999, ChronoUnit.MILLIS));
    }

    private static String seconds(Duration left) {
        return Math.max(1, (left.toMillis() + 999) / 1000) + " s";
    }
}

package io.d365hub;

import io.d365hub.alert.Alert;
import io.d365hub.alert.Alert.Kind;
import io.d365hub.alert.Alerts;
import io.d365hub.deadletter.LetterSignals;
import io.d365hub.lane.LaneControl;
import io.d365hub.lane.LaneStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at the hub now and then, and raises alerts over what it sees. */
final class AlertWatch {

    /** How far back a look goes, so that one that was missed misses nothing. */
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    /** Above it they are one alert. */
    private static final int MOST_CAUSES = 20;

    private final Alerts alerts;
    private final LetterSignals letters;
    private final Supplier<Map<String, LaneControl>> lanes;
    private final Supplier<Optional<String>> closed;
    private final Limits limits;
    private final Clock clock;

    /**
     * When something is too much.
     *
     * @param deathsPerHour messages of one integration that die within an hour of the clock
     * @param waiting how long a message may wait
     * @param letters how long a dead letter may lie open
     */
    record Limits(long deathsPerHour, Duration waiting, Duration letters) {}

    /**
     * @param lanes what runs, by integration
     * @param closed why the hub takes no messages; empty when it takes them
     */
    AlertWatch(
            Alerts alerts,
            LetterSignals letters,
            Supplier<Map<String, LaneControl>> lanes,
            Supplier<Optional<String>> closed,
            Limits limits,
            Clock clock) {
        this.alerts = alerts;
        this.letters = letters;
        this.lanes = lanes;
        this.closed = closed;
        this.limits = limits;
        this.clock = clock;
    }

    /** Looks; to be called about every half minute. */
    void look() {
        closed.get()
                .ifPresent(why -> alerts.raise(alert(
                        Kind.LIMIT, "doors", "The hub takes no messages.", why, "'./hub status' says what is full.")));
        lanes.get().forEach((integration, lane) -> look(integration, lane.status()));
        met(letters.causesMet(LOOK_BACK));
        letters.deathsOfThisHour().forEach(this::died);
        letters.withOpenLettersOlderThan(limits.letters()).forEach(this::old);
        letters.stoppedReplays(LOOK_BACK).forEach(this::stopped);
    }

    private void look(String integration, LaneStatus lane) {
        if (lane.state() == LaneStatus.State.SUSPENDED) {
            alerts.raise(alert(
                    Kind.SUSPENDED,
                    integration,
                    "Integration '" + integration + "' is suspended.",
                    "It is set up wrongly, or an operator has suspended it; its messages wait.",
                    "'./hub status' says what to mend; './hub integrations resume " + integration
                            + "' lets it go on."));
        }
        Instant latest = clock.instant().minus(limits.waiting());
        lane.partitions().stream()
                .flatMap(partition -> Stream.ofNullable(partition.oldest().orElse(null)))
                .min(Comparator.naturalOrder())
                .filter(oldest -> oldest.isBefore(latest))
                .ifPresent(
                        oldest -> alerts.raise(
                                alert(
                                        Kind.WAITING,
                                        integration,
                                        "A message of '" + integration + "' has been waiting since " + oldest + ".",
                                        "The limit is " + limits.waiting().toMinutes()
                                                + " minutes (hub.alerts.waiting-minutes).",
                                        "'./hub status' says for what it waits: the target's limits end by themselves, other things may not.")));
    }

    private void met(List<LetterSignals.CauseMet> causes) {
        if (causes.size() <= MOST_CAUSES) {
            causes.forEach(this::met);
            return;
        }
        // A night on which everything breaks must not send a mail for each of a thousand causes.
        alerts.raise(alert(
                Kind.NEW_CAUSE,
                "many",
                "Messages die of more than " + MOST_CAUSES + " new causes.",
                "So many at once mostly have one reason: a target, a network, a release.",
                "'./hub dead-letters causes' lists them."));
    }

    private void met(LetterSignals.CauseMet cause) {
        boolean again = cause.reopened() > 0;
        String where = Stream.of(cause.kind().name(), cause.code(), cause.table(), cause.step())
                .filter(word -> !word.isEmpty())
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
        alerts.raiseOnce(alert(
                again ? Kind.CAUSE_AGAIN : Kind.NEW_CAUSE,
                again ? cause.id() + "/" + cause.reopened() : cause.id().toString(),
                again
                        ? "Messages of '" + cause.integration() + "' die again of a resolved cause."
                        : "Messages of '" + cause.integration() + "' die of a new cause.",
                where + ".",
                "'./hub dead-letters causes show " + cause.id() + "' says what is known of it."));
    }

    private void died(String integration, long deaths) {
        if (deaths >= limits.deathsPerHour()) {
            alerts.raise(alert(
                    Kind.GROWTH,
                    integration,
                    deaths + " messages of '" + integration + "' have died this hour.",
                    "The limit is " + limits.deathsPerHour() + " (hub.alerts.deaths-per-hour).",
                    "'./hub dead-letters causes --integration " + integration + "' says of what."));
        }
    }

    private void old(String integration) {
        alerts.raise(alert(
                Kind.OLD_LETTER,
                integration,
                "Dead letters of '" + integration + "' have been open for more than "
                        + limits.letters().toHours() + " hours.",
                "The limit is hub.alerts.letter-hours.",
                "'./hub dead-letters list \"state:open integration:" + integration + "\"' shows them."));
    }

    private void stopped(LetterSignals.StoppedReplay replay) {
        alerts.raiseOnce(alert(
                Kind.REPLAY_STOPPED,
                replay.job() + "/" + replay.chunks(),
                "Replay " + replay.job() + " stopped by itself.",
                "Too many of its letters died again.",
                "'./hub replays status " + replay.job() + "' counts them; mend the cause, then resume it."));
    }

    private Alert alert(Kind kind, String subject, String what, String why, String mend) {
        return new Alert(kind, subject, clock.instant(), what, why, mend);
    }
}

package io.d365hub.console.web;

import io.d365hub.ledger.Balance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast messages came, went and died lately, by integration: counts of the ledger, looked at every
 * {@link #BETWEEN_LOOKS} and kept for ten minutes. Thread-safe.
 */
public final class FlowHistory {

    /** How often to look. */
    public static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private static final int KEPT = 61;
    private static final double WIDTH = 112;
    private static final double HEIGHT = 24;

    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(Instant at, Map<String, Counts> counts) {}

    private record Counts(long in, long out, long dead) {

        static Counts of(Balance balance) {
            return new Counts(
                    balance.accepted(), balance.delivered() + balance.filtered(), balance.dead() + balance.discarded());
        }
    }

    /**
     * What an integration did in the time that is kept.
     *
     * @param in messages accepted a minute
     * @param out messages delivered or filtered a minute
     * @param dead how many more dead letters there are than at its beginning
     * @param line points of a line of messages delivered, for an SVG of 112 by 24
     */
    public record Flow(double in, double out, long dead, String line) {}

    /** Writes down what the ledger says now. */
    public synchronized void look(Instant now, List<Balance> balances) {
        Map<String, Counts> counts = new HashMap<>();
        balances.forEach(balance -> counts.put(balance.name(), Counts.of(balance)));
        looks.addLast(new Look(now, counts));
        if (looks.size() > KEPT) {
            looks.removeFirst();
        }
    }

    /** The flow of one integration, up to what the ledger says now. */
    synchronized Flow of(Balance balance, Instant now) {
        Counts current = Counts.of(balance);
        Look first = looks.peekFirst();
        if (first == null) {
            return new Flow(0, 0, 0, "");
        }
        Counts begin = first.counts().getOrDefault(balance.name(), new Counts(0, 0, 0));
        double minutes = Math.max(1 / 6.0, Duration.between(first.at(), now).toMillis() / 60_000.0);
        return new Flow(
                Math.max(0, current.in() - begin.in()) / minutes,
                Math.max(0, current.out() - begin.out()) / minutes,
                Math.max(0, current.dead() - begin.dead()),
                line(balance.name()));
    }

    private String line(String integration) {
        long[] out = looks.stream()
                .mapToLong(look -> look.counts()
                        .getOrDefault(integration, new Counts(0, 0, 0))
                        .out())
                .toArray();
        if (out.length < 3) {
            return "";
        }
        long most = 1;
        for (int i = 1; i < out.length; i++) {
            most = Math.max(most, out[i] - out[i - 1]);
        }
        StringBuilder points = new StringBuilder();
        for (int i = 1; i < out.length; i++) {
            double x = WIDTH * (i - 1) / (out.length - 2);
            double y = HEIGHT - (HEIGHT - 2) * Math.max(0, out[i] - out[i - 1]) / most - 1;
            points.append(Math.round(x * 10) / 10.0)
                    .append(',')
                    .append(Math.round(y * 10) / 10.0)
                    .append(' ');
        }
        return points.toString().strip();
    }
}

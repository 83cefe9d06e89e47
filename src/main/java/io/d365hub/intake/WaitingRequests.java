package io.d365hub.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that wait for the result of their message's delivery ({@code Prefer: wait}). At most so many at once;
 * further ones are answered 202 as if they had not asked. Costs nothing while nobody waits. Thread-safe.
 */
public final class WaitingRequests {

    private final int most;
    private final Duration longest;
    private final AtomicInteger number = new AtomicInteger();
    private final ConcurrentMap<UUID, Set<Ticket>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * None waits yet.
     *
     * @param most requests at once
     * @param longest time that one waits, whatever it asks for
     */
    public WaitingRequests(int most, Duration longest) {
        this.most = most;
        this.longest = longest;
    }

    /** Whether somebody waits for this message's result: its delivery is urgent then. */
    public boolean waitsFor(UUID message) {
        return !waiting.isEmpty() && waiting.containsKey(message);
    }

    /** The message's delivery may have ended: those who wait for it look. Never blocks. */
    public void settled(UUID message) {
        if (waitsFor(message)) {
            waiting.getOrDefault(message, Set.of()).forEach(ticket -> ticket.news.run());
        }
    }

    /** Answers all with what is known now; nobody waits any more from now on. */
    void close() {
        closed = true;
        waiting.values().forEach(tickets -> tickets.forEach(ticket -> ticket.end.run()));
    }

    Duration longest() {
        return longest;
    }

    /**
     * A place among those who wait.
     *
     * @param news called on any thread whenever there may be a result
     * @param end called on any thread when the hub shuts down
     * @return empty when too many wait already
     */
    Optional<Ticket> open(UUID message, Runnable news, Runnable end) {
        if (closed) {
            return Optional.empty();
        }
        if (number.incrementAndGet() > most) {
            number.decrementAndGet();
            return Optional.empty();
        }
        Ticket ticket = new Ticket(message, news, end);
        waiting.compute(message, (id, tickets) -> {
            Set<Ticket> all = tickets == null ? ConcurrentHashMap.newKeySet() : tickets;
            all.add(ticket);
            return all;
        });
        return Optional.of(ticket);
    }

    /** One place; must be given back. */
    final class Ticket implements AutoCloseable {

        private final UUID message;
        private final Runnable news;
        private final Runnable end;

        private Ticket(UUID message, Runnable news, Runnable end) {
            this.message = message;
            this.news = news;
            this.end = end;
        }

        @Override
        public void close() {
            waiting.computeIfPresent(message, (id, tickets) -> {
                if (tickets.remove(this)) {
                    number.decrementAndGet();
                }
                return tickets.isEmpty() ? null : tickets;
            });
        }
    }
}

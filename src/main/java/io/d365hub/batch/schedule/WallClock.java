package io.d365hub.batch.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The times of a cron expression on the wall clock of a time zone, also on the two days of the year on which that clock is
 * changed. Quartz' own reckoning leaves out a run at 02:30 on the day on which there is no 02:30, and an hour of an hourly
 * batch on the day on which 02:00 comes twice (measured, 2.5.2). Here
 *
 * <ul>
 *   <li>a time of day that does not exist is made up for at the moment of the change;
 *   <li>a time of day that comes twice counts the first time only;
 *   <li>an expression that names no hours ({@code *}) follows the running time: every quarter of an hour stays that.
 * </ul>
 *
 * Immutable.
 */
public final class WallClock {

    private static final int HOURS_FIELD = 2;
    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0/1", "0-23");
    private static final TimeZone NEVER_CHANGED = TimeZone.getTimeZone(ZoneOffset.UTC);

    private final CronExpression expression;
    private final ZoneId zone;
    private final boolean namesHours;

    /**
     * A clock with times marked on it.
     *
     * @param cron six or seven fields, as Quartz reads them
     * @throws IllegalArgumentException when it is no cron expression; the message says what is wrong with it
     */
    public WallClock(String cron, ZoneId zone) {
        try {
            this.expression = new CronExpression(cron.strip());
        } catch (ParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        // Read as times of a zone whose clock is never changed; which instants these are on the real clock is decided
        // here.
        expression.setTimeZone(NEVER_CHANGED);
        this.zone = zone;
        this.namesHours = !EVERY_HOUR.contains(cron.strip().split("\\s+", -1)[HOURS_FIELD]);
    }

    /** The first time after this one; nothing when there is none any more. */
    public Optional<Instant> next(Instant after) {
        return namesHours ? nextByTheClock(after) : nextByRunningTime(after);
    }

    private Optional<Instant> nextByTheClock(Instant after) {
        LocalDateTime marked = LocalDateTime.ofInstant(after, zone);
        while (true) {
            Optional<LocalDateTime> next = marked(marked);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            marked = next.get();
            Instant at = at(marked);
            if (at.isAfter(after)) {
                return Optional.of(at);
            }
        }
    }

    private Instant at(LocalDateTime marked) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffset> offsets = rules.getValidOffsets(marked);
        return offsets.isEmpty() ? rules.getTransition(marked).getInstant() : marked.toInstant(offsets.get(0));
    }

    private Optional<Instant> nextByRunningTime(Instant after) {
        Instant from = after;
        while (true) {
            ZoneOffset offset = zone.getRules().getOffset(from);
            ZoneOffsetTransition change = zone.getRules().nextTransition(from);
            Optional<Instant> next =
                    marked(LocalDateTime.ofInstant(from, offset)).map(marked -> marked.toInstant(offset));
            if (next.isEmpty() || change == null || next.get().isBefore(change.getInstant())) {
                return next;
            }
            Instant changed = change.getInstant();
            if (marks(LocalDateTime.ofInstant(changed, change.getOffsetAfter()))) {
                return Optional.of(changed);
            }
            from = changed;
        }
    }

    private Optional<LocalDateTime> marked(LocalDateTime after) {
        return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC))))
                .map(found -> LocalDateTime.ofInstant(found.toInstant(), ZoneOffset.UTC));
    }

    private boolean marks(LocalDateTime time) {
        return expression.isSatisfiedBy(Date.from(time.toInstant(ZoneOffset.UTC)));
    }
}

package io.d365hub.batch.schedule;

import java.text.ParseException;
import java.time.ZoneId;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronTrigger;
import org.quartz.ScheduleBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.spi.MutableTrigger;

/** Quartz' cron trigger with the times of {@link WallClock}. */
final class WallClockTrigger extends CronTriggerImpl {

    private static final long serialVersionUID = 1;

    private transient WallClock clock;

    /** What a trigger is made of, and what the database keeps of it. */
    static final class Schedule extends ScheduleBuilder<CronTrigger> {

        private final String expression;
        private final ZoneId zone;
        private final int misfire;

        Schedule(String expression, ZoneId zone, int misfire) {
            this.expression = expression;
            this.zone = zone;
            this.misfire = misfire;
        }

        @Override
        protected MutableTrigger build() {
            WallClockTrigger trigger = new WallClockTrigger();
            try {
                trigger.setCronExpression(expression);
            } catch (ParseException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            trigger.setTimeZone(TimeZone.getTimeZone(zone));
            trigger.setMisfireInstruction(misfire);
            return trigger;
        }
    }

    @Override
    protected Date getTimeAfter(Date after) {
        if (clock == null) {
            clock = new WallClock(getCronExpression(), getTimeZone().toZoneId());
        }
        return clock.next(after.toInstant()).map(Date::from).orElse(null);
    }

    /** Says that Quartz' own cron tables do not hold all of it, so that {@link WallClockTriggers} stores it. */
    @Override
    public boolean hasAdditionalProperties() {
        return true;
    }

    @Override
    public ScheduleBuilder<CronTrigger> getScheduleBuilder() {
        return new Schedule(getCronExpression(), getTimeZone().toZoneId(), getMisfireInstruction());
    }
}

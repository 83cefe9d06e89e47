package io.d365hub.batch.schedule;

import java.time.ZoneId;
import org.quartz.CronTrigger;
import org.quartz.impl.jdbcjobstore.SimplePropertiesTriggerPersistenceDelegateSupport;
import org.quartz.impl.jdbcjobstore.SimplePropertiesTriggerProperties;
import org.quartz.spi.OperableTrigger;

/** Stores {@link WallClockTrigger}s in the database. Made by Quartz, by name. */
public final class WallClockTriggers extends SimplePropertiesTriggerPersistenceDelegateSupport {

    private static final String TYPE = "WALL";

    @Override
    public boolean canHandleTriggerType(OperableTrigger trigger) {
        return trigger instanceof WallClockTrigger;
    }

    @Override
    public String getHandledTriggerTypeDiscriminator() {
        return TYPE;
    }

    @Override
    protected SimplePropertiesTriggerProperties getTriggerProperties(OperableTrigger trigger) {
        WallClockTrigger wall = (WallClockTrigger) trigger;
        SimplePropertiesTriggerProperties kept = new SimplePropertiesTriggerProperties();
        kept.setString1(wall.getCronExpression());
        kept.setString2(wall.getTimeZone().toZoneId().getId());
        return kept;
    }

    /** Quartz itself restores the misfire instruction, and the times. */
    @Override
    protected TriggerPropertyBundle getTriggerPropertyBundle(SimplePropertiesTriggerProperties kept) {
        return new TriggerPropertyBundle(
                new WallClockTrigger.Schedule(
                        kept.getString1(), ZoneId.of(kept.getString2()), CronTrigger.MISFIRE_INSTRUCTION_SMART_POLICY),
                null,
                null);
    }
}

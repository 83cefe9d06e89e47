package io.d365hub.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;

/** The clock of the machine is changed within the minute in which a batch is due: Quartz asks the trigger, which looks at no clock. */
class ChangedClockTest {

    private static final Instant DUE = Instant.parse("2025-05-02T00:00:00Z");
    private static final Instant NEXT = Instant.parse("2025-05-03T00:00:00Z");

    private final WallClockTrigger trigger = (WallClockTrigger) new WallClockTrigger.Schedule(
                    "0 0 2 * * ?", ZoneId.of("Europe/Berlin"), CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW)
            .build();

    @BeforeEach
    void isDueAtTwo() {
        trigger.setStartTime(Date.from(Instant.parse("2025-05-01T12:00:00Z")));
        trigger.computeFirstFireTime(null);
        assertThat(trigger.getNextFireTime()).isEqualTo(DUE);
    }

    @Test
    void aClockThatIsSetBackBehindTheTimeThatHasStartedDoesNotStartItASecondTime() {
        // When: it has started, and two o'clock comes again
        trigger.triggered(null);
        // Then
        assertThat(trigger.getNextFireTime()).isEqualTo(NEXT);
        assertThat(trigger.getFireTimeAfter(trigger.getPreviousFireTime())).isEqualTo(NEXT);
    }

    @Test
    void aClockThatJumpsOverTheTimeStartsItOnceAndThenAtItsNextTime() {
        // Given: it is much later at once, and the time counts as missed
        trigger.updateAfterMisfire(null);
        Date madeUp = trigger.getNextFireTime();
        // When
        trigger.triggered(null);
        // Then
        assertThat(madeUp).isAfter(Date.from(DUE));
        assertThat(trigger.getNextFireTime()).isAfter(madeUp);
        assertThat(trigger.getNextFireTime()
                        .toInstant()
                        .atZone(ZoneId.of("Europe/Berlin"))
                        .getHour())
                .isEqualTo(2);
    }
}

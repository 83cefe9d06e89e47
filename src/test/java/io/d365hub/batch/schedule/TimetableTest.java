package io.d365hub.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aCronExpressionIsMeantInItsTimeZone() {
        assertThat(timetable("0 30 2 * * ?", "Europe/Stockholm", 0).when())
                .contains(new Timetable.Cron("0 30 2 * * ?", ZoneId.of("Europe/Stockholm")));
    }

    @Test
    void anIntervalIsADuration() {
        assertThat(timetable("", "", 900_000).when()).contains(new Timetable.Every(Duration.ofMinutes(15)));
    }

    @Test
    void aBadCronExpressionIsRefusedWithAnExample() {
        assertThatThrownBy(() -> timetable("30 2 * * *", "", 0))
                .hasMessageContaining("Batch 'prices' has cron=30 2 * * *, which cannot be used")
                .hasMessageContaining("'0 30 2 * * ?' for every night at half past two");
    }

    @Test
    void aCronExpressionOfThePastIsRefused() {
        assertThatThrownBy(() -> timetable("0 0 2 * * ? 2020", "", 0)).hasMessageContaining("no time in the future");
    }

    @Test
    void aTimeZoneThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> timetable("0 30 2 * * ?", "Europe/Stokholm", 0))
                .hasMessageContaining("timeZone=Europe/Stokholm, which is no time zone");
    }

    @Test
    void bothKindsOfTimesAtOnceAreRefused() {
        assertThatThrownBy(() -> timetable("0 30 2 * * ?", "", 1000)).hasMessageContaining("Keep one of them");
    }

    @Test
    void anIntervalBelowASecondIsRefused() {
        assertThatThrownBy(() -> timetable("", "", 15)).hasMessageContaining("shorter than a second");
    }

    private static Timetable timetable(String cron, String zone, long every) {
        return Timetable.of("prices", cron, zone, every, MissedRun.RUN, List.of(), NOW);
    }
}

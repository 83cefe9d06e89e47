package io.d365hub.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In Berlin the clock went from 02:00 to 03:00 on 30 March 2025, and from 03:00 back to 02:00 on 26 October 2025. */
class WallClockTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aNightlyBatchWhoseTimeIsLeftOutInSpringRunsOnceAtTheChange() {
        assertThat(times("0 30 2 * * ?", "2025-03-29T12:00+01:00", 3))
                .containsExactly("2025-03-30T03:00+02:00", "2025-03-31T02:30+02:00", "2025-04-01T02:30+02:00");
    }

    @Test
    void aNightlyBatchWhoseTimeComesTwiceInAutumnRunsOnce() {
        assertThat(times("0 30 2 * * ?", "2025-10-25T12:00+02:00", 3))
                .containsExactly("2025-10-26T02:30+02:00", "2025-10-27T02:30+01:00", "2025-10-28T02:30+01:00");
    }

    @Test
    void aBatchOfEveryQuarterOfAnHourGoesOnEveryQuarterOfAnHourInAutumn() {
        assertThat(times("0 0/15 * * * ?", "2025-10-26T02:30+02:00", 4))
                .containsExactly(
                        "2025-10-26T02:45+02:00",
                        "2025-10-26T02:00+01:00",
                        "2025-10-26T02:15+01:00",
                        "2025-10-26T02:30+01:00");
    }

    @Test
    void aBatchOfEveryQuarterOfAnHourGoesOnEveryQuarterOfAnHourInSpring() {
        assertThat(times("0 0/15 * * * ?", "2025-03-30T01:30+01:00", 3))
                .containsExactly("2025-03-30T01:45+01:00", "2025-03-30T03:00+02:00", "2025-03-30T03:15+02:00");
    }

    @Test
    void anHourlyBatchThatIsNotDueAtTheChangeIsNotStartedByIt() {
        assertThat(times("0 30 * * * ?", "2025-03-30T01:30+01:00", 2))
                .containsExactly("2025-03-30T03:30+02:00", "2025-03-30T04:30+02:00");
    }

    @Test
    void severalTimesThatAreLeftOutInSpringAreMadeUpForByOneRun() {
        assertThat(times("0 0/10 2 * * ?", "2025-03-30T00:00+01:00", 2))
                .containsExactly("2025-03-30T03:00+02:00", "2025-03-31T02:00+02:00");
    }

    @Test
    void aTimeZoneWithoutChangesHasNone() {
        assertThat(new WallClock("0 30 2 * * ?", ZoneId.of("UTC")).next(Instant.parse("2025-03-30T01:00:00Z")))
                .contains(Instant.parse("2025-03-30T02:30:00Z"));
    }

    @Test
    void theTimeItselfIsNotItsOwnNextTime() {
        assertThat(times("0 0 * * * ?", "2025-06-01T10:00+02:00", 1)).containsExactly("2025-06-01T11:00+02:00");
    }

    @Test
    void anExpressionWhoseYearIsOverHasNoNextTime() {
        assertThat(new WallClock("0 0 2 * * ? 2024", BERLIN).next(Instant.parse("2025-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void whatIsNoCronExpressionIsRefusedWithQuartzWords() {
        assertThatThrownBy(() -> new WallClock("0 61 2 * * ?", BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Minute and Second values must be between 0 and 59");
    }

    private static List<String> times(String cron, String after, int count) {
        WallClock clock = new WallClock(cron, BERLIN);
        List<String> times = new ArrayList<>();
        Optional<Instant> at = Optional.of(ZonedDateTime.parse(after).toInstant());
        for (int i = 0; i < count; i++) {
            at = clock.next(at.orElseThrow());
            times.add(at.orElseThrow().atZone(BERLIN).toOffsetDateTime().toString());
        }
        return times;
    }
}

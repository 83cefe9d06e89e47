package io.d365hub.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Drives a governor against a far side on which each call of a load makes live calls slower, in virtual time. */
class YieldingTest {

    private static final double LIVE_SECONDS = 0.02;
    private static final double LOAD_SECONDS = 0.06;

    private final VirtualTime time = new VirtualTime();
    private final Random random = new Random(7);
    private final List<Double> live = new ArrayList<>();
    private Governor governor = governor(GovernorSettings.DEFAULT);
    private double slower = 0.08;
    private double alone = 1;
    private int loads;
    private long loadsDone;

    @Test
    void loadsHoldBackUntilLiveCallsAreNearlyAsFastAsWithoutThem() {
        // Given
        liveEvery(Duration.ofMillis(10));
        runFor(Duration.ofSeconds(5));
        double before = p95();
        loads(8);
        runFor(Duration.ofSeconds(20));
        // When
        live.clear();
        runFor(Duration.ofSeconds(60));
        // Then
        assertThat(p95()).isLessThan(1.1 * before);
    }

    @Test
    void withoutHoldingBackTheSameLoadMakesLiveCallsAFifthSlower() {
        // Given
        governor = governor(GovernorSettings.DEFAULT.withLiveSlowdown(0));
        liveEvery(Duration.ofMillis(10));
        runFor(Duration.ofSeconds(5));
        double before = p95();
        loads(8);
        // When
        live.clear();
        runFor(Duration.ofSeconds(60));
        // Then
        assertThat(p95()).isGreaterThan(1.2 * before);
    }

    @Test
    void loadsAreFreeWhileThereIsNoLiveCall() {
        // Given
        liveEvery(Duration.ofMillis(10), Duration.ofSeconds(20));
        loads(8);
        runFor(Duration.ofSeconds(30));
        // When
        loadsDone = 0;
        runFor(Duration.ofSeconds(60));
        // Then
        assertThat(loadsDone).isGreaterThan((long) (0.95 * 8 * 60 / LOAD_SECONDS));
    }

    @Test
    void loadsThatSlowNothingDownAreNotHeldBack() {
        // Given
        slower = 0;
        liveEvery(Duration.ofMillis(10));
        loads(4);
        runFor(Duration.ofSeconds(30));
        // When
        loadsDone = 0;
        runFor(Duration.ofSeconds(60));
        // Then: all but the moments in which it is heard how fast live calls are without loads
        assertThat(loadsDone).isGreaterThan((long) (0.9 * 4 * 60 / LOAD_SECONDS));
    }

    @Test
    void aLoadGetsThroughHoweverSlowLiveCallsAreBesideIt() {
        // Given
        slower = 20;
        liveEvery(Duration.ofMillis(10));
        loads(8);
        runFor(Duration.ofSeconds(30));
        // When
        loadsDone = 0;
        runFor(Duration.ofSeconds(60));
        // Then: a twentieth of what one caller would do alone
        assertThat(loadsDone).isGreaterThan((long) (0.05 * 60 / LOAD_SECONDS));
    }

    @Test
    void aFarSideThatHasBecomeSlowerByItselfIsNotLaidAtTheDoorOfLoads() {
        // Given
        slower = 0;
        liveEvery(Duration.ofMillis(20));
        loads(4);
        runFor(Duration.ofSeconds(30));
        alone = 2;
        runFor(Duration.ofMinutes(5));
        // When
        loadsDone = 0;
        runFor(Duration.ofSeconds(60));
        // Then
        assertThat(loadsDone).isGreaterThan((long) (0.8 * 4 * 60 / LOAD_SECONDS));
    }

    private Governor governor(GovernorSettings settings) {
        return new Governor("contoso", "int-03", settings, time, time, time);
    }

    private void runFor(Duration span) {
        time.runUntil(Duration.ofNanos(time.now()).plus(span));
    }

    private double p95() {
        List<Double> sorted = live.stream().sorted().toList();
        return sorted.get((int) (sorted.size() * 0.95));
    }

    private void liveEvery(Duration period) {
        liveEvery(period, Duration.ofDays(1));
    }

    private void liveEvery(Duration period, Duration until) {
        time.after(period, () -> {
            if (time.now() < until.toNanos()) {
                double asked = time.seconds();
                var unused = governor.acquire(Priority.EVENT).thenAccept(permit -> {
                    double noise = 0.95 + 0.1 * random.nextDouble();
                    double seconds = LIVE_SECONDS * alone * noise * (1 + slower * loads);
                    time.after((long) (seconds * 1e9), () -> {
                        permit.answered(OptionalInt.empty());
                        live.add(time.seconds() - asked);
                    });
                });
                liveEvery(period, until);
            }
        });
    }

    private void loads(int callers) {
        for (int i = 0; i < callers; i++) {
            load();
        }
    }

    private void load() {
        var unused = governor.acquire(Priority.BATCH).thenAccept(permit -> {
            loads++;
            time.after((long) (LOAD_SECONDS * 1e9), () -> {
                loads--;
                loadsDone++;
                permit.answered(OptionalInt.empty());
                time.after(0, this::load);
            });
        });
    }
}

package io.d365hub.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Drives a governor against a model of the documented limits, hours of it in virtual time. */
class GovernorUnderLimitsTest {

    private static final double WINDOW = 300;
    private static final double REQUESTS = 6000;
    private static final double EXECUTION = 1200;

    private final VirtualTime time = new VirtualTime();
    private final ModelService service = new ModelService(time, WINDOW, REQUESTS, EXECUTION, 52, 50);
    private final Governor governor = new Governor("contoso", "int-03", GovernorSettings.DEFAULT, time, time, time);

    @Test
    void shortCallsUseUpTheirRequestsAndAreHardlyEverRefused() {
        // Given
        ModelLoad load = load(Priority.EVENT, 0.04).callers(60);
        // When
        windows(10);
        // Then
        assertThat(load.done).isGreaterThan((long) (0.95 * 10 * REQUESTS));
        assertThat(service.refusals()).isLessThan((int) (load.done / 1000));
    }

    @Test
    void longCallsUseUpTheirExecutionTimeAndAreNotRefused() {
        // Given
        ModelLoad load = load(Priority.EVENT, 2.04).callers(60);
        // When
        windows(10);
        // Then
        assertThat(load.work).isGreaterThan(0.95 * 10 * EXECUTION);
        assertThat(service.refusals()).isLessThan((int) (load.done / 1000));
    }

    @Test
    void aLoadThatRunsAloneUsesWhatOthersWouldHaveHad() {
        // Given
        ModelLoad load = load(Priority.BATCH, 0.24).callers(60);
        // When
        windows(10);
        // Then
        assertThat(load.work).isGreaterThan(0.95 * 10 * EXECUTION);
    }

    @Test
    void withoutAWordOfTheServiceTheLimitIsLearntFromItsRefusals() {
        // Given
        service.tells = false;
        ModelLoad load = load(Priority.EVENT, 0.24).callers(60);
        // When
        windows(10);
        // Then
        assertThat(load.work).isGreaterThan(0.9 * 10 * EXECUTION);
        assertThat(service.refusals()).isLessThan(20);
    }

    @Test
    void severalServersThatCountApartAreAllUsed() {
        // Given
        ModelService three = new ModelService(time, 3, WINDOW, REQUESTS, EXECUTION, 52, 50);
        ModelLoad load = new ModelLoad(time, three, governor, Priority.EVENT, 0.24, 0.1).callers(60);
        // When
        windows(10);
        // Then
        assertThat(load.work).isGreaterThan(0.9 * 10 * 3 * EXECUTION);
        assertThat(three.refusals()).isLessThan((int) (load.done / 1000));
    }

    @Test
    void limitsThatAreHalvedInMidRunAreFollowed() {
        // Given
        ModelLoad load = load(Priority.EVENT, 0.24).callers(60);
        windows(3);
        service.maxRequests = REQUESTS / 2;
        service.maxExecution = EXECUTION / 2;
        windows(6);
        double before = load.work;
        int refused = service.refusals();
        // When
        windows(9);
        // Then
        assertThat(load.work - before).isGreaterThan(0.95 * 3 * EXECUTION / 2);
        assertThat(service.refusals() - refused).isLessThanOrEqualTo(3);
    }

    @Test
    void aHintThatFallsFromFiftyToFiveIsFollowed() {
        // Given
        load(Priority.EVENT, 0.24).callers(60);
        windows(1);
        service.hint = 5;
        time.runUntil(Duration.ofSeconds(330));
        service.peak = 0;
        // When
        windows(3);
        // Then
        assertThat(service.peak).isEqualTo(5);
    }

    @Test
    void whoeverWaitsGetsItsGuaranteedShareOfTheTime() {
        // Given
        List<ModelLoad> loads = Stream.of(Priority.values())
                .map(priority -> load(priority, 0.24).callers(60))
                .toList();
        // When
        windows(5);
        // Then
        double all = loads.stream().mapToDouble(load -> load.work).sum();
        assertThat(loads).allSatisfy(load -> assertThat(load.work / all * 100)
                .isCloseTo(load.priority().share(), withPercentage(15)));
    }

    @Test
    void aLoadDoesNotMakeLiveCallsWait() {
        // Given
        load(Priority.BATCH, 2.04).callers(60);
        ModelLoad live = load(Priority.EVENT, 0.04).every(Duration.ofMillis(500));
        // When
        windows(5);
        // Then
        assertThat(live.waitAt(0.95)).isLessThan(0.004);
    }

    @Test
    void workGoesOnWithinTwoSecondsOfTheEndOfAPause() {
        // Given
        ModelLoad load = load(Priority.EVENT, 0.24).callers(60);
        time.after(
                Duration.ofSeconds(10),
                () -> governor.pause(new Refusal(
                        Limit.EXECUTION_TIME,
                        "0x80072321",
                        "it answered 429",
                        java.util.Optional.of(Duration.ofSeconds(30)))));
        // When
        time.runUntil(Duration.ofSeconds(42));
        // Then
        assertThat(load.startedAt.stream().filter(at -> at > 10.001 && at < 40)).isEmpty();
        assertThat(load.startedAt.stream().filter(at -> at >= 40)).hasSizeGreaterThan(8);
    }

    @Test
    void aWindowThatIsUsedUpIsToldWithItsEnd() {
        // Given
        service.maxRequests = 3;
        load(Priority.EVENT, 0.04).callers(1);
        // When
        time.runUntil(Duration.ofSeconds(60));
        // Then
        assertThat(governor.describe())
                .matches("contoso: paused until \\d\\d:35:0\\d \\(24\\d s\\) on user int-03: "
                        + "the requests of the window are used up\\.");
    }

    @Test
    void theSentenceNamesCodeUserAndNextBatch() {
        // Given
        governor.nextBatchRows(240);
        governor.pause(new Refusal(
                Limit.EXECUTION_TIME, "0x80072321", "it answered 429", java.util.Optional.of(Duration.ofSeconds(67))));
        // When
        String sentence = governor.describe();
        // Then
        assertThat(sentence)
                .matches(
                        "contoso: paused until \\d\\d:31:07 \\(67 s\\), 0x80072321 on user int-03; next batch 240 rows\\.");
    }

    private ModelLoad load(Priority priority, double seconds) {
        return new ModelLoad(time, service, governor, priority, seconds, seconds / 4);
    }

    private void windows(int number) {
        time.runUntil(Duration.ofSeconds((long) (number * WINDOW)));
    }
}

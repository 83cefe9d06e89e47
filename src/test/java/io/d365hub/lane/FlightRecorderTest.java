package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {

    private static final String LANE = "orders.0";

    private final UUID message = UUID.randomUUID();

    @TempDir
    Path folder;

    /** A run of a process that dies while the message is under way. */
    private void death(boolean alone) {
        new FlightRecorder(folder).slots(LANE, 4).take(message, alone);
    }

    private Suspects nextStart() {
        return Suspects.of(new FlightRecorder(folder));
    }

    @Test
    void whatWasUnderWayAtADeathIsASuspect() {
        // When
        death(false);
        // Then
        assertThat(nextStart().of(LANE)).containsExactly(message);
    }

    @Test
    void whatWasSettledBeforeADeathIsNone() {
        // Given
        FlightSlots slots = new FlightRecorder(folder).slots(LANE, 4);
        // When
        slots.clear(slots.take(message, false));
        // Then
        assertThat(nextStart().isEmpty()).isTrue();
    }

    @Test
    void aCleanStopLeavesNothing() {
        // Given
        FlightRecorder recorder = new FlightRecorder(folder);
        recorder.slots(LANE, 4).take(message, false);
        // When
        recorder.empty();
        // Then
        assertThat(nextStart().isEmpty()).isTrue();
    }

    @Test
    void oneDeathAloneDoesNotConvict() {
        // Given
        death(false);
        nextStart();
        // When
        death(true);
        // Then
        assertThat(nextStart().convicted(message)).isFalse();
    }

    @Test
    void twoDeathsAloneConvict() {
        // Given
        death(true);
        nextStart();
        // When
        death(true);
        // Then
        assertThat(nextStart().convicted(message)).isTrue();
    }

    @Test
    void aDeathIsCountedOnceAlthoughTheStartAfterItDiedToo() throws Exception {
        // Given: the suspects were written, and the process died before it emptied the recorder
        death(true);
        Path file = folder.resolve(LANE + FlightSlots.SUFFIX);
        byte[] recorded = Files.readAllBytes(file);
        nextStart();
        // When
        Files.write(file, recorded);
        // Then
        assertThat(nextStart().convicted(message)).isFalse();
    }

    @Test
    void aLaneWithAllSlotsTakenGoesOnUnrecorded() {
        // Given
        FlightSlots slots = new FlightRecorder(folder).slots(LANE, 1);
        slots.take(message, false);
        // When
        int slot = slots.take(UUID.randomUUID(), false);
        // Then
        assertThat(slot).isEqualTo(Row.NO_SLOT);
    }
}

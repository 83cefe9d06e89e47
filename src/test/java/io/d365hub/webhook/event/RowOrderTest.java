package io.d365hub.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.webhook.event.RowOrder.Place;
import org.junit.jupiter.api.Test;

/** Events of one row by its version, whatever order they come in. */
class RowOrderTest {

    private final RowOrder order = new RowOrder();

    private Place place(long version, String event) {
        return order.place("account/1", new RowMark(version, RowMark.UNKNOWN), event);
    }

    private void worked(long version, String event) {
        order.worked("account/1", new RowMark(version, RowMark.UNKNOWN), event);
    }

    @Test
    void anOlderVersionIsStale() {
        worked(20, "a");
        assertThat(place(10, "b")).isEqualTo(Place.STALE);
    }

    @Test
    void theSameEventIsRepeated() {
        worked(20, "a");
        assertThat(place(20, "a")).isEqualTo(Place.REPEATED);
    }

    @Test
    void twoEventsOfOneSaveAreBothNext() {
        worked(20, "a");
        assertThat(place(20, "b")).isEqualTo(Place.NEXT);
    }

    @Test
    void anEventThatWasNotWorkedIsNextAgain() {
        place(20, "a");
        assertThat(place(20, "a")).isEqualTo(Place.NEXT);
    }

    @Test
    void otherRowsHaveVersionsOfTheirOwn() {
        worked(20, "a");
        assertThat(order.place("account/2", new RowMark(10, RowMark.UNKNOWN), "b"))
                .isEqualTo(Place.NEXT);
    }

    @Test
    void anEventWithoutVersionIsTakenAsItComes() {
        worked(20, "a");
        assertThat(order.place("account/1", RowMark.NOTHING, "b")).isEqualTo(Place.NEXT);
    }

    @Test
    void withoutVersionsTheTimeOfTheChangeDecides() {
        // events spec §1.7 [V]
        order.worked("account/1", new RowMark(RowMark.UNKNOWN, 2_000), "a");
        assertThat(order.place("account/1", new RowMark(RowMark.UNKNOWN, 1_000), "b"))
                .isEqualTo(Place.STALE);
    }

    @Test
    void twoChangesOfOneSecondAreBothNext() {
        order.worked("account/1", new RowMark(RowMark.UNKNOWN, 2_000), "a");
        assertThat(order.place("account/1", new RowMark(RowMark.UNKNOWN, 2_000), "b"))
                .isEqualTo(Place.NEXT);
    }
}

package io.d365hub.dataverse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sizes and numbers of requests, learnt from what they took. */
class PaceTest {

    private final Pace pace = new Pace(GroupCommitSettings.DEFAULT);

    @Test
    void fullRequestsThatAreQuickGrowToTheLimit() {
        // Given
        int before = pace.rows();
        // When
        fill(10, 40, 2);
        // Then
        assertThat(before).isLessThan(1000);
        assertThat(pace.rows()).isEqualTo(1000);
    }

    @Test
    void slowRowsMakeSmallRequests() {
        // Given: 100 ms a row, because of a plug-in
        // When
        fill(10, 40, 100);
        // Then: about 2.5 s a request
        assertThat(pace.rows()).isBetween(15, 26);
    }

    @Test
    void requestsThatAreNotFullProveNothing() {
        // Given
        int before = pace.rows();
        // When
        pace.took(3, TimeUnit.MILLISECONDS.toNanos(40));
        // Then
        assertThat(pace.rows()).isEqualTo(before);
    }

    @Test
    void aRequestThatWasCutOffHalvesTheNext() {
        // Given
        fill(10, 40, 2);
        // When
        pace.tooMuch(1000);
        // Then
        assertThat(pace.rows()).isEqualTo(500);
    }

    @Test
    void fewCallsAreOutWhereARequestCostsMoreThanItsRows() {
        // Given: 20 ms a request, next to nothing a row
        Random sizes = new Random(7);
        // When
        for (int i = 0; i < 50; i++) {
            took(1 + sizes.nextInt(500), 20, 0.001);
        }
        // Then
        assertThat(pace.parallel(2000)).isLessThanOrEqualTo(8);
    }

    @Test
    void moreCallsAreOutWhereRowsTakeTheTime() {
        // Given: 40 ms a request, 50 ms a row
        Random sizes = new Random(7);
        // When
        for (int i = 0; i < 50; i++) {
            took(1 + sizes.nextInt(40), 40, 50);
        }
        // Then
        assertThat(pace.parallel(2000)).isEqualTo(52);
    }

    private void fill(int times, double ofCall, double ofRow) {
        for (int i = 0; i < times; i++) {
            took(pace.rows(), ofCall, ofRow);
        }
    }

    private void took(int rows, double ofCall, double ofRow) {
        pace.took(rows, (long) ((ofCall + ofRow * rows) * 1e6));
    }
}

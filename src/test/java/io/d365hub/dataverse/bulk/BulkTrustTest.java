package io.d365hub.dataverse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When bulk messages give way to small batches, and when they come back. */
class BulkTrustTest {

    private final BulkTrust trust = new BulkTrust();

    @Test
    void oneInTenIsBorne() {
        // Given
        trust.bulk(true);
        // When
        trust.bulk(true);
        // Then
        assertThat(trust.allowed()).isTrue();
    }

    @Test
    void moreThanOneInTenIsNot() {
        // Given
        trust.bulk(true);
        trust.bulk(true);
        // When
        trust.bulk(true);
        // Then
        assertThat(trust.allowed()).isFalse();
    }

    @Test
    void cleanBatchesBringTrustBack() {
        // Given
        moreThanOneInTenIsNot();
        // When
        for (int i = 0; i < 10; i++) {
            trust.batch(true);
        }
        // Then
        assertThat(trust.allowed()).isTrue();
    }

    @Test
    void aBadRowAmongTheBatchesStartsTheCountAnew() {
        // Given
        moreThanOneInTenIsNot();
        for (int i = 0; i < 9; i++) {
            trust.batch(true);
        }
        // When
        trust.batch(false);
        trust.batch(true);
        // Then
        assertThat(trust.allowed()).isFalse();
    }
}

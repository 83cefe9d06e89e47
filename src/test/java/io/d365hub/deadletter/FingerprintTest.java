package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    Order 1001 is too large (12.50 EUR). | Order # is too large (# EUR).
                    contact With Id = 5f2c8d1e-00aa-4b6c-9d3e-1234567890ab Does Not Exist | contact With Id = # Does Not Exist
                    account With Id = {5F2C8D1E-00AA-4B6C-9D3E-1234567890AB} Does Not Exist | account With Id = # Does Not Exist
                    The value 'Fabrikam' is not allowed. | The value # is not allowed.
                    The field "total" can't be read, and it doesn't matter. | The field # can't be read, and it doesn't matter.
                    Key ABC-17/x   is \t unknown | Key #/x is unknown
                    """, delimiter = '|')
    void whatDiffersFromMessageToMessageIsLeftOut(String why, String words) {
        // When
        Fingerprint fingerprint = of(FailureKind.REFUSED, "c", "orders", why);
        // Then
        assertThat(fingerprint.words()).isEqualTo(words);
    }

    @Test
    void theSameCauseHasTheSameIdForEver() {
        // When
        Fingerprint fingerprint = of(FailureKind.REFUSED, "0x80060891", "orders", "Account 'A' does not exist.");
        // Then
        assertThat(fingerprint.id()).hasToString("d1cc806b-a72d-592d-b2ac-e0349dc8cf10");
    }

    @Test
    void anotherKindCodeIntegrationOrReasonIsAnotherCause() {
        // When, then
        assertThat(new Fingerprint[] {
                    of(FailureKind.REFUSED, "c", "orders", "No."),
                    of(FailureKind.UNREADABLE, "c", "orders", "No."),
                    of(FailureKind.REFUSED, "d", "orders", "No."),
                    of(FailureKind.REFUSED, "c", "contacts", "No."),
                    of(FailureKind.REFUSED, "c", "orders", "Never."),
                })
                .extracting(Fingerprint::id)
                .doesNotHaveDuplicates();
    }

    private static Fingerprint of(FailureKind kind, String code, String integration, String why) {
        return Fingerprint.of(integration, Failure.of(kind, code, "Order 1 was not written.", why, "Mend it."));
    }
}

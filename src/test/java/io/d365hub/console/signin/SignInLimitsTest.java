package io.d365hub.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitsTest {

    private Instant now = Instant.parse("2026-01-05T03:00:00Z");
    private final SignInLimits limits = new SignInLimits(() -> now);

    @Test
    void fiveWrongPasswordsCostNothing() {
        fail(4, "anna", "10.0.0.1");

        assertThat(limits.delay("anna", "10.0.0.1")).isEmpty();
    }

    @Test
    void fromThenOnEachCostsTwiceAsMuch() {
        // When
        fail(5, "anna", "10.0.0.1");
        Duration first = limits.delay("anna", "10.0.0.2").orElseThrow();
        fail(1, "anna", "10.0.0.1");
        Duration second = limits.delay("anna", "10.0.0.2").orElseThrow();

        // Then
        assertThat(first).isEqualTo(Duration.ofSeconds(2));
        assertThat(second).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void nobodyWaitsLongerThanAQuarterOfAnHour() {
        fail(100, "anna", "10.0.0.1");

        assertThat(limits.delay("anna", "10.0.0.1")).contains(Duration.ofMinutes(15));
    }

    @Test
    void aWaitEndsByItself() {
        // Given
        fail(5, "anna", "10.0.0.1");

        // When
        now = now.plusSeconds(2);

        // Then
        assertThat(limits.delay("anna", "10.0.0.1")).isEmpty();
    }

    @Test
    void manyNamesFromOneAddressHaveToWaitTogether() {
        for (int name = 0; name < 20; name++) {
            fail(1, "name" + name, "10.0.0.1");
        }

        assertThat(limits.delay("anna", "10.0.0.1")).isPresent();
        assertThat(limits.delay("anna", "10.0.0.2")).isEmpty();
    }

    @Test
    void anOfficeWhereEverybodyKnowsThePasswordNeverWaits() {
        for (int person = 0; person < 100; person++) {
            limits.failed("person" + person, "10.0.0.1");
            limits.succeeded("person" + person, "10.0.0.1");
        }

        assertThat(limits.delay("anna", "10.0.0.1")).isEmpty();
    }

    private void fail(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            limits.failed(name, address);
        }
    }
}

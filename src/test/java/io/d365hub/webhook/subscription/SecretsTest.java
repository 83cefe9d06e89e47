package io.d365hub.webhook.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.webhook.delivery.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final SecretSeal SEAL = new SecretSeal("a key of this hub");

    private static String secret() {
        return SigningKey.generate(new SecureRandom());
    }

    @Test
    void anOldSecretSignsAlongUntilItsTime() {
        // When
        Secrets rotated = Secrets.of(secret()).rotated(secret(), NOW.plus(DAY), NOW);
        // Then
        assertThat(rotated.active(NOW).keys()).hasSize(2);
        assertThat(rotated.changesAfter(NOW)).contains(NOW.plus(DAY));
        assertThat(rotated.active(NOW.plus(DAY)).keys()).hasSize(1);
    }

    @Test
    void manyRotationsKeepNoMoreThanMaySign() {
        // Given
        Secrets secrets = Secrets.of(secret());
        // When
        for (int i = 0; i < 30; i++) {
            secrets = secrets.rotated(secret(), NOW.plus(DAY), NOW);
        }
        // Then
        assertThat(secrets.active(NOW).keys()).hasSize(11);
    }

    @Test
    void sealedSecretsShowNothingAndOpenAgain() {
        // Given
        String secret = secret();
        // When
        String sealed = Secrets.of(secret).sealed(SEAL, "shop");
        // Then
        assertThat(sealed).doesNotContain(secret);
        assertThat(Secrets.open(sealed, SEAL, "shop").active(NOW).keys()).hasSize(1);
    }

    @Test
    void secretsOpenNeitherWithAnotherKeyNorForAnotherSubscription() {
        // Given
        String sealed = Secrets.of(secret()).sealed(SEAL, "shop");
        // Then
        assertThatThrownBy(() -> Secrets.open(sealed, new SecretSeal("another key"), "shop"))
                .hasMessageContaining("hub.webhook.secrets-key");
        assertThatThrownBy(() -> Secrets.open(sealed, SEAL, "other")).isInstanceOf(IllegalStateException.class);
    }
}

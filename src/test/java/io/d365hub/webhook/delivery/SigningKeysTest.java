package io.d365hub.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeysTest {

    private static final String SECRET = "whsec_aHViLWV4YW1wbGUtc2VjcmV0LTI0LWJ5dGUhISEhISE=";
    private static final Instant AT = Instant.ofEpochSecond(1_761_998_400);
    private static final byte[] BODY =
            ("{\"type\":\"account.updated\",\"timestamp\":\"2025-11-01T12:00:00Z\",\"data\":{\"id\":"
                            + "\"8f2c1d34-5b6a-4e7f-9a01-23456789abcd\"}}")
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    @DisplayName("[V] events spec §6.1: the test vector")
    void theSignatureIsTheOneOfTheSpecification() {
        // Given
        SigningKeys keys = SigningKeys.parse(SECRET);
        // When
        String signature = keys.signature("msg_hub0001", AT, BODY);
        // Then
        assertThat(signature).isEqualTo("v1,mxEq2zHLFitpF5UjYEmf/q0VVP3TJQs0uNWh/b3QqXw=");
    }

    @Test
    @DisplayName("[V] events spec §6.1: rotation")
    void oldAndNewSecretSignSideBySide() {
        // Given
        String newer = SigningKey.generate(new SecureRandom());
        // When
        String signature = SigningKeys.parse(newer + ", " + SECRET).signature("msg_hub0001", AT, BODY);
        // Then
        assertThat(signature.split(" ")).hasSize(2).contains("v1,mxEq2zHLFitpF5UjYEmf/q0VVP3TJQs0uNWh/b3QqXw=");
    }

    @Test
    @DisplayName("[V] events spec §6.1: asymmetric")
    void anEd25519SignatureIsAcceptedByItsPublicKey() throws GeneralSecurityException {
        // Given
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        SigningKeys keys = SigningKeys.parse("whsk_" + Base64.getEncoder().encodeToString(seed));
        // When
        String signature = keys.signature("msg_hub0001", AT, BODY);
        // Then
        assertThat(signature).startsWith("v1a,");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update("msg_hub0001.1761998400.".getBytes(StandardCharsets.UTF_8));
        verifier.update(BODY);
        assertThat(verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length()))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "secret, neither with whsec_",
        "whsec_c2hvcnQ=, there are 5 bytes",
        "whsec_&&&, not base64",
        "whsk_c2hvcnQ=, this one has 5"
    })
    void aSecretThatCannotSignIsRefusedWithoutBeingShown(String secret, String why) {
        // Given
        String value = secret.substring(secret.indexOf('_') + 1);
        // When, then
        assertThatThrownBy(() -> SigningKeys.parse(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(value.equals("secret") ? "'secret'" : value);
    }

    @Test
    void aKeyNeverShowsItself() {
        // Given
        SigningKeys keys = SigningKeys.parse(SECRET);
        // When
        String text = keys.toString();
        // Then
        assertThat(text).doesNotContain("aHViLWV4");
    }
}

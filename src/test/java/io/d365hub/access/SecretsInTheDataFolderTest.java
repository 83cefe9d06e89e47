package io.d365hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsInTheDataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void theDevelopmentKeyIsMadeOnceAndKept() throws Exception {
        // Given
        DevelopmentKey first = developmentKey();
        // When
        DevelopmentKey second = developmentKey();
        // Then
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(first.isNew()).isTrue();
        assertThat(second.isNew()).isFalse();
    }

    @Test
    void onlyItsOwnerMayReadASecret() throws Exception {
        // When
        developmentKey();
        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("dev-api-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingButTheSecretIsLeftInTheFolder() throws Exception {
        // When
        developmentKey();
        // Then
        try (var files = Files.list(data())) {
            assertThat(files).containsExactly(data().resolve("dev-api-key"));
        }
    }

    @Test
    void theDevelopmentKeyOpensEveryIntegration() throws Exception {
        // When
        DevelopmentKey key = developmentKey();
        // Then
        assertThat(key.addedTo(ApiClients.none()).authenticate(key.key()))
                .hasValueSatisfying(
                        client -> assertThat(client.maySendTo("anything")).isTrue());
    }

    @Test
    void aSecretThatOthersMayReadIsRefusedWithItsFileAndTheWayOut() throws Exception {
        // Given
        developmentKey();
        Path file = data().resolve("dev-api-key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        // When, then
        assertThatThrownBy(this::developmentKey)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 600");
    }

    @Test
    void anEmptySecretIsRefused() throws Exception {
        // Given
        developmentKey();
        Files.writeString(data().resolve("dev-api-key"), "\n");
        // When, then
        assertThatThrownBy(this::developmentKey)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void theCommandLineReadsTheTokenThatTheHubMade() throws Exception {
        // Given
        AdminToken hub = AdminToken.in(data(), new SecureRandom());
        // When
        AdminToken commandLine = AdminToken.read(data());
        // Then
        assertThat(hub.allows(commandLine.authorization())).isTrue();
    }

    @Test
    void anotherAuthorizationIsNotAllowed() throws Exception {
        // Given
        AdminToken hub = AdminToken.in(data(), new SecureRandom());
        String token = hub.authorization().substring("Bearer ".length());
        // When, then
        assertThat(new String[] {null, "", "Bearer ", token, "Basic " + token, "Bearer " + token + "x"})
                .noneMatch(hub::allows);
    }

    @Test
    void withoutAHubThereIsNoToken() {
        assertThatThrownBy(() -> AdminToken.read(data())).isInstanceOf(NoSuchFileException.class);
    }

    private DevelopmentKey developmentKey() throws Exception {
        return DevelopmentKey.in(data(), new SecureRandom());
    }

    private Path data() {
        return folder.resolve("data");
    }
}

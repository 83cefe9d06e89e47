package io.d365hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {

    private static final PasswordHash PASSWORD = PasswordHash.of("correct horse battery", new SecureRandom());

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("users.properties");
    }

    @Test
    void aUserIsReadAsItWasWritten() throws IOException {
        // Given
        User anna = new User("anna.b@example", Role.OPERATOR, Set.of("orders", "contacts"), true);

        // When
        new UserEntries(file()).put(anna, PASSWORD);

        // Then
        Users.LocalUser read = Users.read(file()).find("anna.b@example").orElseThrow();
        assertThat(read.user()).isEqualTo(anna);
        assertThat(read.password().matches("correct horse battery")).isTrue();
    }

    @Test
    void otherLinesStayAsTheyAre() throws IOException {
        // Given
        Files.writeString(file(), "# our people\nanna.role = viewer\nanna.password = " + PASSWORD.text() + "\n");

        // When
        new UserEntries(file()).put(new User("anna.b", Role.VIEWER, Set.of(), false), PASSWORD);
        new UserEntries(file()).remove("anna.b");

        // Then
        assertThat(file()).hasContent("# our people\nanna.role = viewer\nanna.password = " + PASSWORD.text() + "\n");
    }

    @Test
    void theFileIsItsOwnersAlone() throws IOException {
        new UserEntries(file()).put(new User("anna", Role.VIEWER, Set.of(), false), PASSWORD);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource({
        "anna.role = chief,a role is viewer",
        "anna.reveals = maybe,neither true nor false",
        "anna.colour = red,it is none of",
        "berta.role = viewer,has no entry berta.password",
        "anna.password = secret,no hash of a password"
    })
    void aWrongEntryIsNamedWithItsFile(String entry, String why) throws IOException {
        Files.writeString(file(), "anna.password = " + PASSWORD.text() + "\n" + entry + "\n");

        assertThatThrownBy(() -> Users.read(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("users.properties")
                .hasMessageNotContaining("secret'");
    }

    @Test
    void thePasswordIsNotInItsHash() {
        assertThat(PASSWORD.text()).doesNotContain("horse");
        assertThat(PASSWORD.matches("correct horse batterz")).isFalse();
        assertThat(PasswordHash.of("correct horse battery", new SecureRandom()).text())
                .isNotEqualTo(PASSWORD.text());
    }

    @Test
    void lettersThatLookTheSameAreTheSamePassword() {
        assertThat(PasswordHash.of("Zoe\u0308 und die Anderen", new SecureRandom())
                        .matches("Zo\u00eb und die Anderen"))
                .isTrue();
    }

    @Test
    void aShortPasswordIsRefused() {
        assertThatThrownBy(() -> PasswordHash.of("short", new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 to 1000");
    }
}

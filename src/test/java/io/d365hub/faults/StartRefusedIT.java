package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that cannot work: they end with exit code 3 and say what, why and how to mend it. */
class StartRefusedIT {

    @TempDir
    Path folder;

    @Test
    void aSecondHubOnTheSameDataFolderIsRefusedAndTheFirstOneWorksOn() throws Exception {
        try (HubProcess first = FaultHub.in(folder).start();
                HubProcess second = FaultHub.in(folder)) {
            // Given
            List<String> notes = notesOfLanes();
            assertThat(notes).isNotEmpty();

            // When
            int exitCode = second.runToItsEnd(FaultHub.PATIENCE);

            // Then
            assertThat(exitCode).as(second.output()).isEqualTo(3);
            assertThat(second.output())
                    .contains("The hub was not started.")
                    .contains("Another process uses the data folder")
                    .contains("HUB_DATA")
                    .doesNotContain("\tat ");
            assertThat(notesOfLanes()).isEqualTo(notes);
            String id = FaultHub.accepted(first, FaultHub.message("K-1", 1));
            FaultHub.awaitDrained(first);
            assertThat(first.state(id)).isEqualTo("delivered");
        }
    }

    @Test
    void aDatabaseFileThatAnotherProgramHasOpenIsNamed() throws Exception {
        try (HubProcess hub = FaultHub.in(folder);
                Connection other = DriverManager.getConnection("jdbc:h2:file:"
                        + hub.data().toAbsolutePath().resolve("database").resolve("hub"))) {
            assertThat(other.isClosed()).isFalse();

            // When
            int exitCode = hub.runToItsEnd(FaultHub.PATIENCE);

            // Then
            assertThat(exitCode).as(hub.output()).isEqualTo(3);
            assertThat(hub.output())
                    .contains("The hub was not started.")
                    .contains("Another process has it open")
                    .contains("HUB_DATA")
                    .doesNotContain("\tat ");
        }
    }

    /** What lanes note about messages under way, which tells a crash from a clean stop. */
    private List<String> notesOfLanes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/flight"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "MANAGEMENT", "BROKER", "SIMULATOR"})
    void aPortThatIsTakenIsNamedWithTheSettingThatChangesIt(String face) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HubProcess hub = FaultHub.in(folder)
                        .with("HUB_HTTP_HOST", "127.0.0.1")
                        .with("HUB_" + face + "_PORT", String.valueOf(taken.getLocalPort()))) {
            // When
            int exitCode = hub.runToItsEnd(FaultHub.PATIENCE);

            // Then
            assertThat(exitCode).as(hub.output()).isEqualTo(3);
            assertThat(hub.output())
                    .contains("not started")
                    .contains(String.valueOf(taken.getLocalPort()))
                    .contains("HUB_" + face + "_PORT")
                    .doesNotContain("\tat ");
        }
    }
}

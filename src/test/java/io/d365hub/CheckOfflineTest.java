package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.cli.HubCommand;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hub check} with and without its Dataverse. */
class CheckOfflineTest {

    @TempDir
    Path folder;

    @Test
    void tablesAreCheckedAgainstWhatDataverseSaidLastWhenItDoesNotAnswer() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - to: dataverse:acounts?operation=upsert&key=accountnumber
                """);
        int port;
        String online;
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withPort(0))) {
            port = simulator.port();
            online = check(port);
        }
        // When
        String offline = check(port);
        // Then
        assertThat(offline)
                .contains("Dataverse does not answer; tables and columns are those of ")
                .contains(online.strip());
    }

    private String check(int port) throws IOException {
        Path config = folder.resolve("hub.properties");
        Files.writeString(config, """
                hub.routes = %s
                hub.data = %s
                hub.simulator.port = %d
                """.formatted(folder.resolve("routes"), folder.resolve("data"), port));
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out, true);
        HubCommand.run(printer, printer, "check", "--config", config.toString());
        return out.toString();
    }
}

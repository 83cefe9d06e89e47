package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Further public clients, as npm delivers them, work against the simulator; their steps are beside the script that they name. */
class NodeClientsIT {

    private static final Path SCRIPTS = Path.of("src", "test", "resources", "clients");

    @TempDir
    private Path folder;

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("[D] OData 4.0: @odata/client, which goes by $metadata, with queries and batches")
    void aClientThatGoesByMetadataReadsAndWrites() throws IOException, InterruptedException {
        // Given
        Path packages = NpmPackage.require("@odata/client", "2.21.10");
        String token = dataverse.token(SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET);
        // When
        NpmPackage.Output output = NpmPackage.run(
                "node",
                SCRIPTS.resolve("odata-client.cjs").toString(),
                packages.toString(),
                dataverse.simulator().url().toString(),
                token);
        // Then
        assertThat(output.code()).as(output.text()).isZero();
    }

    @Test
    @DisplayName("[K] §1.6: Microsoft's authentication library for Node.js")
    void microsoftsAuthenticationLibraryGetsAToken()
            throws IOException, InterruptedException, GeneralSecurityException {
        // Given
        Path packages = NpmPackage.require("@azure/msal-node", "3.8.9");
        SelfSigned selfSigned = SelfSigned.in(folder);
        Path pem = Files.writeString(folder.resolve("simulator.pem"), selfSigned.pem());
        SimulatorSettings settings =
                SimulatorSettings.defaults().withPort(0).withTls(new Tls(selfSigned.file(), SelfSigned.PASSWORD));
        try (Simulator simulator = Simulator.start(settings)) {
            // When
            NpmPackage.Output output = NpmPackage.run(
                    "env",
                    "NODE_EXTRA_CA_CERTS=" + pem,
                    "node",
                    SCRIPTS.resolve("msal-node.cjs").toString(),
                    packages.toString(),
                    simulator.url().toString(),
                    SimulatorSettings.DEFAULT_TENANT_ID,
                    SimulatorSettings.DEFAULT_CLIENT_ID,
                    SimulatorSettings.DEFAULT_CLIENT_SECRET);
            // Then
            assertThat(output.code()).as(output.text()).isZero();
        }
    }
}

package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.dataverse.client.DataverseMetadata;
import io.d365hub.dataverse.client.MetadataFinding;
import io.d365hub.dataverse.client.MetadataFinding.Kind;
import io.d365hub.dataverse.client.TableColumn;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetRowsTest {

    private static final Simulator SIMULATOR =
            Simulator.start(SimulatorSettings.defaults().withPort(0));

    @TempDir
    Path home;

    private final CamelContext context = new DefaultCamelContext();

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(home.resolve("routes"));
        Files.createDirectories(home.resolve("transformations"));
    }

    @Test
    void aTableThatDataverseDoesNotKnowIsNamedWithTheNearestOne() throws IOException {
        // Given
        route("dataverse:acounts?operation=upsert&key=accountnumber");
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly(
                        "routes/a.camel.yaml:5:20: Table 'acounts' does not exist on the simulator. The nearest"
                                + " entity set name is 'accounts'.");
    }

    @Test
    void aKeyThatTheTableDoesNotHaveIsNamedWithThoseThatItHas() throws IOException {
        // Given
        route("dataverse:accounts?operation=upsert&key=acountnumber:text");
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly("routes/a.camel.yaml:5:20: 'acountnumber' is not an alternate key of 'accounts' on the"
                        + " simulator. Its alternate keys are 'accountnumber'.");
    }

    @Test
    void theTypeOfAKeyColumnIsNoPartOfItsName() throws IOException {
        // Given
        route("dataverse:accounts?operation=upsert&key=accountnumber:text");
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said).isEmpty();
    }

    @Test
    void theRowsThatCasesExpectAreCheckedToo() throws IOException {
        // Given
        route("dataverse:accounts?operation=changeset");
        Files.writeString(home.resolve("transformations/a-to-b.cases.yaml"), """
                - name: an account with its contact
                  in: {}
                  out:
                    rows:
                      - {table: accounts, key: {accountnumber: A}, columns: {"primarycontactid@odata.bind": {table: contact, key: {x: 1}}}}
                      - {table: contacts, key: {email: a@example.org}}
                """);
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly(
                        "transformations/a-to-b.cases.yaml:5:101: Table 'contact' does not exist on the simulator. The nearest"
                                + " entity set name is 'contacts'.",
                        "transformations/a-to-b.cases.yaml:6:17: 'email' is not an alternate key of 'contacts' on the"
                                + " simulator. Its alternate keys are 'hub_externalid'.");
    }

    @Test
    void aColumnThatAMappingWritesAndTheTableDoesNotHaveIsNamedWithTheNearest() throws IOException {
        // Given
        Files.writeString(home.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - to: jslt:file:transformations/a-to-account.jslt
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """);
        Files.writeString(home.resolve("transformations/a-to-account.cases.yaml"), """
                - name: an account
                  in: {}
                  out: {accountnumber: A, nam: Shop, "parentaccountID@odata.bind": {table: accounts, key: {accountnumber: B}}}
                """);
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly(
                        "transformations/a-to-account.cases.yaml:3:27: Table 'accounts' has no column 'nam' on the simulator."
                                + " The nearest is 'name' or 'fax'.",
                        "transformations/a-to-account.cases.yaml:3:38: Table 'accounts' has no lookup 'parentaccountID' on the"
                                + " simulator. The nearest is 'parentaccountid'.");
    }

    @Test
    void columnsOfTheRowsOfAChangesetAreCheckedToo() throws IOException {
        // Given
        route("dataverse:accounts?operation=changeset");
        Files.writeString(home.resolve("transformations/a-to-b.cases.yaml"), """
                - name: an account
                  in: {}
                  out: {rows: [{table: accounts, key: {accountnumber: A}, columns: {telefone1: "1"}}]}
                """);
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly(
                        "transformations/a-to-b.cases.yaml:3:69: Table 'accounts' has no column 'telefone1' on the simulator."
                                + " The nearest is 'telephone1'.");
    }

    @Test
    void aDataverseThatCannotBeReachedIsAskedOnceAndBlamesNobody() throws IOException {
        // Given
        route("dataverse:acounts?operation=upsert&key=accountnumber");
        Files.copy(home.resolve("routes/a.camel.yaml"), home.resolve("routes/b.camel.yaml"));
        AtomicInteger asked = new AtomicInteger();
        // When
        List<String> said = check((table, key) -> {
            asked.incrementAndGet();
            return Optional.of(new MetadataFinding(Kind.UNREACHABLE, "No answer.", ""));
        });
        // Then
        assertThat(said).isEmpty();
        assertThat(asked).hasValue(1);
    }

    private void route(String uri) throws IOException {
        Files.writeString(home.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps: [{to: "%s"}]
                """.formatted(uri));
    }

    @Test
    void aTableMapIsHeldAgainstTheTargetByTheRulesOfDualWrite() throws IOException {
        // Given
        route("table-map:file:transformations/a.map.yaml");
        Files.writeString(home.resolve("transformations/a.map.yaml"), """
                table: accounts
                key: [accountnumber]
                fields:
                  - {from: NUMBER, to: accountnumber}
                  - {from: CREATED, to: createdon}
                  - {from: FON, to: telephon1}
                  - {from: PARENT, to: parentaccountid.accountnumber, table: acounts}
                """);
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly(
                        "transformations/a.map.yaml:4:3: Mandatory columns of 'accounts' are not mapped (DIPV1010): name."
                                + " People must fill them in, and the rows of this map would lack them. Add a field for each,"
                                + " with 'default' when the source has none.",
                        "transformations/a.map.yaml:5:25: Column 'createdon' of 'accounts' cannot be written (DIPV1011)."
                                + " Dataverse fills it in itself. Take the field away, or map another column.",
                        "transformations/a.map.yaml:6:21: Table 'accounts' has no column 'telephon1' (DIPV1022). Did you mean"
                                + " 'telephone1'?",
                        "transformations/a.map.yaml:7:62: Table 'acounts' does not exist on the simulator. The nearest entity"
                                + " set name is 'accounts'.");
    }

    private List<String> check(TargetTables environment) {
        return Checks.target(home, Path.of("routes"), environment).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private TargetTables environment() {
        DataverseComponent dataverse = new DataverseComponent();
        dataverse.setCamelContext(context);
        dataverse.setEnvironmentUrl(SIMULATOR.url().toString());
        dataverse.setTokenUrl(SIMULATOR.tokenUrl().toString());
        dataverse.setTenantId(SimulatorSettings.DEFAULT_TENANT_ID);
        dataverse.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
        dataverse.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        DataverseMetadata metadata = new DataverseMetadata(dataverse.client(), "the simulator", InstantSource.system());
        return new TargetTables() {
            @Override
            public Optional<MetadataFinding> check(String table, List<String> key) {
                return metadata.check(table, key, Duration.ofSeconds(10));
            }

            @Override
            public List<TableColumn> columns(String table) {
                return metadata.columns(table, Duration.ofSeconds(10));
            }

            @Override
            public Optional<MetadataFinding> checkColumn(String table, String column) {
                return metadata.checkColumn(table, column, Duration.ofSeconds(10));
            }
        };
    }
}

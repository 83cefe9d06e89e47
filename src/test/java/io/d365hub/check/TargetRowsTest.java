package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetRowsTest {

    @TempDir
    Path home;

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
                        "routes/a.camel.yaml:5:20: Dataverse has no table 'acounts'. Tables are named by their entity"
                                + " set, e.g. accounts. Did you mean 'accounts'?");
    }

    @Test
    void aKeyThatTheTableDoesNotHaveIsNamedWithThoseThatItHas() throws IOException {
        // Given
        route("dataverse:accounts?operation=upsert&key=acountnumber:text");
        // When
        List<String> said = check(environment());
        // Then
        assertThat(said)
                .containsExactly(
                        "routes/a.camel.yaml:5:20: Table 'accounts' has no alternate key 'acountnumber'. Its alternate"
                                + " keys are: accountnumber; hub_code,hub_country. Did you mean 'accountnumber'?");
    }

    @Test
    void aKeyOfSeveralColumnsMayBeWrittenInAnyOrder() throws IOException {
        // Given
        route("dataverse:accounts?operation=upsert&key=hub_country, hub_code");
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
                        "transformations/a-to-b.cases.yaml:5:101: Dataverse has no table 'contact'. Tables are named by their"
                                + " entity set, e.g. accounts. Did you mean 'contacts'?",
                        "transformations/a-to-b.cases.yaml:6:32: Table 'contacts' has no alternate key 'email'. It has no"
                                + " alternate key at all. Have the key made in Dataverse, and wait until it is active.");
    }

    @Test
    void nothingIsSaidWhileDataverseCannotBeReached() throws IOException {
        // Given
        route("dataverse:acounts?operation=upsert&key=accountnumber");
        // When
        List<String> said = check(TargetTables.unreachable());
        // Then
        assertThat(said).isEmpty();
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

    private List<String> check(TargetTables environment) {
        return Checks.target(home, Path.of("routes"), environment).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private static TargetTables environment() {
        Map<String, List<Set<String>>> keys = Map.of(
                "accounts", List.of(Set.of("accountnumber"), Set.of("hub_country", "hub_code")), "contacts", List.of());
        return new TargetTables() {
            @Override
            public Optional<Set<String>> tables() {
                return Optional.of(keys.keySet());
            }

            @Override
            public Optional<List<Set<String>>> alternateKeys(String table) {
                return Optional.ofNullable(keys.get(table));
            }
        };
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.cases.Case;
import io.d365hub.cases.CasesRunner;
import io.d365hub.check.Checks;
import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/authoring.md: every file, message, step and answer that it shows is as the hub takes or gives it. */
class AuthoringPageTest {

    private static final String ROUTE = "routes/webshop-orders-to-dataverse.camel.yaml";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?<language>\\w*)\\n(?<text>.*?)^```$");
    private static final Pattern STEP = Pattern.compile("`((?:to|transform|unmarshal|marshal): [^`]+)`");

    @TempDir
    Path home;

    private String page;

    @BeforeEach
    void folders() throws IOException {
        page = Files.readString(Path.of("docs/authoring.md"));
        copy(Path.of("routes/kamelets"));
        copy(Path.of("transformations"));
    }

    private void copy(Path folder) throws IOException {
        Files.createDirectories(home.resolve(folder));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(folder).resolve(file.getFileName()));
            }
        }
    }

    /** The only block that holds the text. */
    private String block(String text) {
        List<String> found = BLOCK.matcher(page)
                .results()
                .map(MatchResult::group)
                .filter(block -> block.contains(text))
                .map(block -> {
                    Matcher parts = BLOCK.matcher(block);
                    assertThat(parts.matches()).isTrue();
                    return parts.group("text");
                })
                .toList();
        assertThat(found).as("blocks with '%s'", text).hasSize(1);
        return found.get(0);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    private List<String> findings() {
        return Checks.files(home, Path.of("routes")).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private List<String> problems(String path) {
        List<String> problems = new ArrayList<>();
        try (CasesRunner runner = RouteCases.runner(home)) {
            List<Case> cases = runner.cases(Path.of(path));
            assertThat(cases).isNotEmpty();
            cases.forEach(one -> runner.run(one).problem().ifPresent(problems::add));
        }
        return problems;
    }

    @Test
    void theRouteIsRight() throws IOException {
        // Given
        write(ROUTE, block("id: webshop-orders-to-dataverse"));
        // Then
        assertThat(findings()).isEmpty();
    }

    @Test
    void theChangesetIsWritten() throws IOException {
        // Given
        write("routes/orders.camel.yaml", """
                - route:
                    id: orders
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: orders, recordKey: /rows/0/key/ordernumber}
                      steps:
                        - to: dataverse:salesorders?operation=changeset
                """);
        write("changeset.json", block("\"table\": \"salesorderdetails\""));
        write("routes/orders.cases.yaml", """
                - name: the changeset
                  messages: [{file: changeset.json}]
                  given: {accounts: [{accountnumber: C-10001, name: Shop}]}
                  expect:
                    delivered: 1
                    rows: {salesorders: [{ordernumber: "1001"}], salesorderdetails: [{hub_externalid: "1001-71"}]}
                """);
        // Then
        assertThat(problems("routes/orders.cases.yaml")).isEmpty();
    }

    @Test
    void theTableMapIsRight() throws IOException {
        // Given
        write("transformations/vendors.map.yaml", block("source: Vendors"));
        write("transformations/vendors.cases.yaml", """
                - name: a vendor
                  in: {VENDORACCOUNTNUMBER: V-1, NAME: Shop, ISONHOLD: "yes", HOLDSTATUS: invoice, GROUPID: G-1}
                  out:
                    msdyn_vendoraccountnumber: V-1
                    msdyn_name: Shop
                    msdyn_onhold: true
                    msdyn_status: 1
                    msdyn_groupid@odata.bind: {table: msdyn_vendorgroups, key: {msdyn_group: G-1}}
                    msdyn_origin: hub
                """);
        // Then
        assertThat(problems("transformations/vendors.map.yaml")).isEmpty();
    }

    @Test
    void theCasesOfTheMappingPass() throws IOException {
        // Given
        write("transformations/member-to-contact.cases.yaml", block("# transformations/member-to-contact.cases.yaml"));
        // Then
        assertThat(problems("transformations/member-to-contact.jslt")).isEmpty();
    }

    @Test
    void theCaseWithADataversePasses() throws IOException {
        // Given
        write("routes/accounts.camel.yaml", """
                - route:
                    id: accounts
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: accounts, recordKey: /accountnumber}
                      steps:
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """);
        write("routes/accounts.cases.yaml", block("Dataverse asks for half a minute"));
        // Then
        assertThat(problems("routes/accounts.cases.yaml")).isEmpty();
    }

    @Test
    void aFailingCaseSaysWhatThePageShows() throws IOException {
        // Given
        write("transformations/a-to-b.jslt", "{\"lines\": [for (.lines) {\"quantity\": .q}]}");
        write("transformations/a-to-b.cases.yaml", "#\n".repeat(11) + """
                - name: an order
                  in: {lines: [{q: 1}, {q: 2}]}
                  out: {customer: C, lines: [{quantity: 1}, {quantity: 5}]}
                """);
        // When
        List<String> problems = problems("transformations/a-to-b.jslt");
        // Then
        assertThat(problems)
                .containsExactly(home + "/" + block("a-to-b.cases.yaml:12").strip());
    }

    @Test
    void theCheckSaysWhatThePageShows() throws IOException {
        // Given
        write(ROUTE, Files.readString(Path.of(ROUTE)).replace("recordKey:", "recordkey:"));
        String[] shown = block("has no parameter 'recordkey'").strip().split("\n| \\.\\.\\.");
        // When
        List<String> findings = findings();
        // Then
        assertThat(findings).anySatisfy(finding -> assertThat(finding).containsSubsequence(shown));
    }

    @Test
    void eachStepInATableIsAStepOfCamel() throws IOException {
        // Given
        List<String> steps =
                STEP.matcher(page).results().map(found -> found.group(1)).toList();
        write("transformations/x.jslt", ".");
        write("transformations/x.jq", ".");
        write("transformations/x.groovy", "body");
        write("transformations/x.map.yaml", "table: accounts\nkey: [a]\nfields:\n  - {from: A, to: a}\n");
        write(
                "transformations/x.xsl",
                "<xsl:stylesheet version='3.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>");
        StringBuilder route = new StringBuilder("""
                - route:
                    id: all
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: all, recordKey: /id}
                      steps:
                """);
        steps.forEach(step -> route.append("        - ").append(step).append('\n'));
        // When
        write("routes/all.camel.yaml", route.toString());
        // Then
        assertThat(steps).hasSizeGreaterThan(10);
        assertThat(findings()).isEmpty();
    }
}

package io.d365hub.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.RouteCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CasesRunnerTest {

    @TempDir
    Path home;

    private CasesRunner runner;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(home.resolve("transformations"));
        Files.createDirectories(home.resolve("routes/kamelets"));
        runner = RouteCases.runner(home);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void everyDifferenceIsNamedByItsPlaceInTheMessage() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"number\": .n, \"lines\": [for (.lines) {\"q\": .q}], \"extra\": true}");
        write("transformations/a.cases.yaml", """
                - name: an order
                  in: {n: 1, lines: [{q: 1}, {q: 2}, {q: 3}]}
                  out: {number: 2, lines: [{q: 1}, {q: 5}], customer: C}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem.lines())
                .containsExactly(
                        file("transformations/a.cases.yaml") + ":1 'an order': what was sent differs:",
                        "  /customer: expected \"C\", is missing",
                        "  /extra: was not expected, is true",
                        "  /lines/1/q: expected 5, was 2",
                        "  /lines/2: was not expected, is {\"q\":3}",
                        "  /number: expected 2, was 1");
    }

    @Test
    void aMappingThatCallsItselfWithoutEndFailsAlone() throws IOException {
        // Given
        write("transformations/a.jslt", "def again(x) again($x)\nagain(.)");
        write("transformations/a.cases.yaml", """
                - name: no end
                  in: {n: 1}
                  out: {number: 2}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem).endsWith("'no end': the mapping calls itself without end; the stack is full.");
    }

    @Test
    void eachMappingOfTheNameMustGiveTheSame() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"number\": .n}");
        write("transformations/a.jq", "{number: (.n + 1)}");
        write("transformations/a.cases.yaml", """
                - name: a number
                  in: {n: 1}
                  out: {number: 1}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem).endsWith("/number: expected 1, was 2\n  by " + file("transformations/a.jq"));
    }

    @Test
    void casesOfOneLanguageAreAboutThatMappingAlone() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"number\": .n}");
        write("transformations/a.groovy", "'{\"number\": 7}'");
        write("transformations/a.groovy.cases.yaml", """
                - name: a number
                  in: {n: 1}
                  out: {number: 7}
                """);
        // When
        List<CaseResult> results = runner.cases(Path.of("transformations/a.groovy")).stream()
                .map(runner::run)
                .toList();
        // Then
        assertThat(results).singleElement().matches(CaseResult::passed);
    }

    @Test
    void aRouteInJavaHasCasesLikeAnyOther() throws IOException {
        // Given
        write("routes/Numbers.java", """
                import org.apache.camel.builder.RouteBuilder;

                public class Numbers extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("lane:numbers").to("https://shop.example/numbers");
                    }
                }
                """);
        write("routes/Numbers.cases.yaml", """
                - name: a number
                  in: {n: 1}
                  out: {n: 1}
                """);
        // When
        List<CaseResult> results = runner.cases().stream().map(runner::run).toList();
        // Then
        assertThat(results).singleElement().matches(CaseResult::passed);
    }

    @Test
    void aMappingWithoutEndFailsByItsName() throws IOException {
        // Given
        write("transformations/a.groovy", "while (true) {}");
        write("transformations/a.cases.yaml", """
                - name: no end
                  in: {n: 1}
                  out: {number: 2}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem)
                .contains("Mapping " + file("transformations/a.groovy") + " did not come to an end")
                .doesNotContain("dead letter");
    }

    @Test
    void numbersAreEqualWhenTheirValuesAre() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"price\": decimal(.price)}");
        write("transformations/a.cases.yaml", """
                - name: a price
                  in: {price: "12.50"}
                  out: {price: 12.5}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem).isEmpty();
    }

    @Test
    void aCaseThatShouldFailButDoesNotShowsWhatWasSent() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"number\": .n}");
        write("transformations/a.cases.yaml", """
                - name: no number
                  in: {n: 1}
                  fails: number is missing
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem)
                .endsWith("expected it to fail with 'number is missing', but this was sent:\n  {\"number\":1}");
    }

    @Test
    void aCaseThatFailsWithOtherWordsShowsBoth() throws IOException {
        // Given
        write("transformations/a.jslt", "error(\"The number is odd\")");
        write("transformations/a.cases.yaml", """
                - name: no number
                  in: {n: 1}
                  fails: The number is even
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem)
                .endsWith(
                        "expected it to fail with\n  The number is even\nbut it failed with\n  The mapping refused the"
                                + " message. The number is odd Have the data mended where it comes from, and sent again.");
    }

    @Test
    void aMessageThatARouteFiltersIsNotSent() throws IOException {
        // Given
        write("routes/a.camel.yaml", """
                - route:
                    id: a
                    from:
                      uri: lane:a?recordKey=/n
                      steps:
                        - filter:
                            simple: "${header.topic} == 'orders/create'"
                            steps: [{to: "dataverse:accounts"}]
                """);
        write("routes/a.cases.yaml", """
                - name: other topics are left out
                  in: {n: 1}
                  headers: {topic: orders/deleted}
                  filtered: true
                - name: new orders are sent
                  in: {n: 1}
                  headers: {topic: orders/create}
                  out: {n: 1}
                - name: expected to be filtered by mistake
                  in: {n: 1}
                  headers: {topic: orders/create}
                  filtered: true
                """);
        // When
        List<String> problems = runner.cases().stream()
                .map(one -> runner.run(one).problem().orElse(""))
                .toList();
        // Then
        assertThat(problems)
                .satisfiesExactly(
                        first -> assertThat(first).isEmpty(),
                        second -> assertThat(second).isEmpty(),
                        third -> assertThat(third)
                                .endsWith("expected it to be filtered, but this was sent:\n  {\"n\":1}"));
    }

    @Test
    void casesWithoutAMappingOrRouteSaySo() throws IOException {
        // Given
        write("transformations/a.cases.yaml", """
                - {name: lost, in: {}, out: {}}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem)
                .contains(
                        "belongs to nothing: there is neither a mapping (a.jslt, .map.yaml, .jq, .xsl, .groovy, .java)"
                                + " nor a route (a.camel.yaml) beside it.");
    }

    @Test
    void aPartThatIsNoneOfACaseIsRefusedByItsPlace() throws IOException {
        // Given
        write("transformations/a.cases.yaml", """
                - name: misspelt
                  in: {}
                  outt: {}
                """);
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem)
                .isEqualTo(
                        file("transformations/a.cases.yaml")
                                + ":3:3: 'outt' is no part of a case; those are name, in, messages, headers, given, tables, faults, expect, out, fails, filtered, ask, answer and replies.");
    }

    @Test
    void aCaseThatExpectsNothingIsRefused() throws IOException {
        // Given
        write("transformations/a.cases.yaml", "- {name: idle, in: {}}\n");
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem).endsWith(":1:3: case 'idle' needs exactly one of 'out', 'fails' and 'filtered: true'.");
    }

    @Test
    void twoCasesOfOneNameAreRefused() throws IOException {
        // Given
        write("transformations/a.cases.yaml", """
                - {name: twin, in: {}, out: {}}
                - {name: twin, in: {}, out: {}}
                """);
        // When
        List<CaseResult> results = runner.cases().stream().map(runner::run).toList();
        // Then
        assertThat(results.get(1).problem().orElse(""))
                .contains(":2:3: there is another case named 'twin' in this file.");
    }

    @Test
    void aFileThatCannotBeReadFailsAloneAndTheOthersAreRun() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"n\": .n}");
        write("transformations/a.cases.yaml", "- {name: first, in: {n: 1}, out: {n: 1}}\n");
        write("transformations/b.cases.yaml", "- {name: open, in: {\n");
        // When
        List<CaseResult> results = runner.cases().stream().map(runner::run).toList();
        // Then
        assertThat(results).extracting(CaseResult::passed).containsExactly(true, false);
        assertThat(results.get(1).problem().orElse("")).contains("b.cases.yaml:2:", "is not valid YAML");
    }

    @Test
    void aBadCaseFailsAloneAndTheOthersOfItsFileAreRun() throws IOException {
        // Given
        write("transformations/a.jslt", "{\"n\": .n}");
        write("transformations/a.cases.yaml", """
                - {name: bad, in: {n: 1}}
                - {name: good, in: {n: 2}, out: {n: 2}}
                """);
        // When
        List<CaseResult> results = runner.cases().stream().map(runner::run).toList();
        // Then
        assertThat(results).extracting(CaseResult::passed).containsExactly(false, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    calls: {upsrt: 0}                | 4:12 | 'upsrt' is no part of 'expect.calls'; those are total, create
                    deadLetters: [{wrods: refused}]  | 4:19 | 'wrods' is no part of 'expect.deadLetters[0]'; those are kind, code, key, words
                    deadLetters: [{words: ''}]       | 4:27 | 'expect.deadLetters[0].words' must not be empty
                    delivered: two                   | 4:16 | 'expect.delivered' string found, integer expected
                    time: soon                       | 4:11 | 'expect.time'
                    time: {laest: 3s}                | 4:11 | 'laest' is no part of 'expect.time'; those are least, most
                    suspended: {cod: 7}              | 4:16 | 'cod' is no part of 'expect.suspended'; those are code, words
                    rows: {accounts: {name: A}}      | 4:22 | 'expect.rows.accounts' object found, array expected
                    """)
    void whatCannotBeExpectedIsRefusedRatherThanPassedOver(String expectation, String place, String named)
            throws IOException {
        // Given
        write("routes/a.cases.yaml", """
                - name: misspelt
                  in: {}
                  expect:
                    %s
                """.formatted(expectation));
        // When
        String problem = problemOfTheOnlyCase();
        // Then
        assertThat(problem)
                .startsWith(file("routes/a.cases.yaml") + ":" + place + ":")
                .contains(named);
    }

    private String problemOfTheOnlyCase() {
        return runner.run(runner.cases().get(0)).problem().orElse("");
    }

    private Path file(String name) {
        return home.resolve(name);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }
}

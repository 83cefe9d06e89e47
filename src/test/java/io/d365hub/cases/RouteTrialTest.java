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

/** Cases that are tried against the simulator: each shows what happens to messages when Dataverse is not as it should be. */
class RouteTrialTest {

    @TempDir
    Path home;

    private CasesRunner runner;

    @BeforeEach
    void route() throws IOException {
        Files.createDirectories(home.resolve("routes/kamelets"));
        Files.copy(
                Path.of("routes/kamelets/push-source.kamelet.yaml"),
                home.resolve("routes/kamelets/push-source.kamelet.yaml"));
        Files.writeString(home.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: a, recordKey: /accountnumber, parentWait: 1m, patience: 2m}
                      steps:
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """);
        runner = RouteCases.runner(home);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void aPauseOfHalfAMinutePassesOnTheVirtualClock() throws IOException {
        // Then
        passes("""
                - name: a 429
                  in: {accountnumber: A, name: Shop}
                  faults: [{on: upsert, status: 429, code: "0x80072322", retryAfter: 30}]
                  expect:
                    delivered: 1
                    rows: {accounts: [{accountnumber: A, name: Shop}]}
                    calls: {upsert: 2}
                    time: 30s
                """);
    }

    @Test
    void dataverseIsToldOfAChangedRowOfAVirtualTable() throws IOException {
        // Given
        Files.copy(
                Path.of("routes/kamelets/dataverse-external-event-sink.kamelet.yaml"),
                home.resolve("routes/kamelets/dataverse-external-event-sink.kamelet.yaml"));
        Files.writeString(Files.createDirectories(home.resolve("virtual/erp")).resolve("Items.table.yaml"), """
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: item_no, type: int32 }
                columns: { Name: { type: string } }
                """);
        Files.writeString(home.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: a, recordKey: /accountid}
                      steps:
                        - to:
                            uri: kamelet:dataverse-external-event-sink
                            parameters: {virtualTable: erp/Items, table: accounts, logicalName: account}
                """);
        // Then
        passes("""
                - name: a row that is known by its number
                  in: {accountid: 7, name: Bolt}
                  expect: {delivered: 1, calls: {function: 1}}
                - name: a row that nobody can know
                  in: {accountid: seven, name: Bolt}
                  expect: {deadLetters: [{kind: UNREADABLE, words: can be no key}]}
                """);
    }

    @Test
    void rowsThatComeTogetherTravelTogether() throws IOException {
        // Then
        passes("""
                - name: twenty
                  messages: [{in: {accountnumber: "A-${n}", name: "Shop ${n}"}, generate: 20}]
                  expect: {delivered: 20, calls: {batch: [20]}}
                """);
    }

    @Test
    void aBadRowAloneBecomesADeadLetter() throws IOException {
        // Then
        passes("""
                - name: one of twenty
                  messages: [{in: {accountnumber: "A-${n}-", name: "Shop ${n}"}, generate: 20}]
                  faults: [{badRow: A-7-, code: "0x80040265", message: "The plug-in does not like it."}]
                  expect:
                    delivered: 19
                    deadLetters: [{kind: REFUSED, code: "0x80040265", key: A-7-, words: The plug-in does not like it.}]
                """);
    }

    @Test
    void aBadRowIsRefusedUnlessTheCaseSaysOtherwise() throws IOException {
        // Then
        passes("""
                - name: one of three
                  messages: [{in: {accountnumber: "A-${n}-", name: "Shop ${n}"}, generate: 3}]
                  faults: [{badRow: A-2-}]
                  expect: {delivered: 2, deadLetters: [{kind: REFUSED, key: A-2-}]}
                """);
    }

    @Test
    void aLostAnswerIsRepeatedAndTheRowWrittenOnce() throws IOException {
        // Then
        passes("""
                - name: lost
                  in: {accountnumber: A, name: Shop}
                  faults: [{on: upsert, lostAnswer: true}]
                  expect: {delivered: 1, rows: {accounts: [{accountnumber: A, name: Shop}]}, calls: {upsert: 2}}
                """);
    }

    @Test
    void anExpiredTokenIsFetchedAnew() throws IOException {
        // Then
        passes("""
                - name: expired
                  in: {accountnumber: A, name: Shop}
                  faults: [{on: upsert, expiredToken: true}]
                  expect: {delivered: 1, rows: {accounts: [{accountnumber: A}]}}
                """);
    }

    @Test
    void aRowWaitsForItsParentAndBecomesADeadLetterAfterThatTime() throws IOException {
        // Then
        passes("""
                - name: no parent
                  in: {accountnumber: A, "parentaccountid@odata.bind": {table: accounts, key: {accountnumber: P}}}
                  expect: {deadLetters: [{kind: REFUSED, words: does not exist}], time: {least: 1m, most: 2m}}

                - name: the parent comes later in the same run
                  messages:
                    - in: {accountnumber: A, "parentaccountid@odata.bind": {table: accounts, key: {accountnumber: P}}}
                    - in: {accountnumber: P, name: Parent}
                  expect:
                    delivered: 2
                    rows:
                      accounts:
                        - {accountnumber: A, parentaccountid: {accountnumber: P}}
                        - {accountnumber: P, parentaccountid: null}

                - name: the parent was there
                  given: {accounts: [{accountnumber: P, name: Parent}]}
                  in: {accountnumber: A, "parentaccountid@odata.bind": {table: accounts, key: {accountnumber: P}}}
                  expect: {delivered: 1, time: 0}
                """);
    }

    @Test
    void aWrongSecretSuspendsTheIntegration() throws IOException {
        // Then
        passes("""
                - name: no right
                  in: {accountnumber: A}
                  faults: [{on: upsert, status: 403, code: "0x80040220", times: 0}]
                  expect: {delivered: 0, waiting: 1, suspended: {code: "0x80040220"}}
                """);
    }

    @Test
    void messagesOfOneRecordStayInOrderOverARetry() throws IOException {
        // Then
        passes("""
                - name: two states of one row
                  messages: [{in: {accountnumber: A, name: first}}, {in: {accountnumber: A, name: second}}]
                  faults: [{on: upsert, status: 500, code: "0x80040216", matchKey: first}]
                  expect: {delivered: 2, rows: {accounts: [{accountnumber: A, name: second}]}}
                """);
    }

    @Test
    void everyDifferenceIsToldInALine() throws IOException {
        // When
        String problem = problem("""
                - name: all wrong
                  in: {accountnumber: A, name: Shop}
                  expect:
                    delivered: 2
                    rows: {accounts: [{accountnumber: A, name: Shoe}, {accountnumber: B}]}
                    calls: {upsert: 3, upsertmultiple: [7]}
                    deadLetters: [{kind: REFUSED}]
                    time: 10s
                """);
        // Then
        assertThat(problem.lines())
                .containsExactly(
                        home.resolve("routes/a.cases.yaml") + ":1 'all wrong': it came otherwise:",
                        "  delivered: expected 2, was 1",
                        "  deadLetters: expected {\"kind\":\"REFUSED\"}, but there were none",
                        "  calls/upsert: expected 3, were 1 with [1] rows; all calls: upsert(1) 204",
                        "  calls/upsertmultiple: expected [7], were []; all calls: upsert(1) 204",
                        "  time: expected \"10s\", was PT0S",
                        "  rows/accounts/0/name: expected \"Shoe\", was \"Shop\"",
                        "  rows/accounts/1: expected {\"accountnumber\":\"B\"}, is missing");
    }

    @Test
    void whatIsNotThereToBeExpectedIsNamedWithItsPlace() throws IOException {
        // When
        String problem = refusal("""
                - name: misspelt
                  in: {accountnumber: A}
                  expect: {deliverd: 1}
                """);
        // Then
        assertThat(problem)
                .isEqualTo(
                        home.resolve("routes/a.cases.yaml") + ":3:12: 'deliverd' cannot be expected; that can be calls,"
                                + " deadLetters, delivered, filtered, rows, sent, suspended, time, waiting.");
    }

    @Test
    void aFaultThatTheSimulatorDoesNotKnowIsRefusedByItsPlace() throws IOException {
        // Then
        assertThat(problem("""
                - name: misspelt
                  in: {accountnumber: A}
                  faults: [{on: upsert, stats: 500}]
                  expect: {delivered: 1}
                """))
                .contains(
                        "a.cases.yaml:3:12: 'stats' is no part of 'faults[0]'; those are on, times, afterCalls, matchKey, badRow, status,");
    }

    @Test
    void whatOneCaseTaughtTheHubIsNothingToTheNext() throws IOException {
        // Then
        passes("""
                - name: refused bulk
                  messages: [{in: {accountnumber: "A-${n}-"}, generate: 20}]
                  faults: [{badRow: A-7-, code: "0x80040265"}]
                  expect: {delivered: 19, deadLetters: 1}
                - name: fresh
                  messages: [{in: {accountnumber: "A-${n}-"}, generate: 20}]
                  expect: {delivered: 20, calls: {batch: [20]}}
                """);
    }

    private void passes(String cases) throws IOException {
        assertThat(problem(cases)).isEmpty();
    }

    private String problem(String cases) throws IOException {
        Files.writeString(home.resolve("routes/a.cases.yaml"), cases);
        List<String> problems = runner.cases().stream()
                .flatMap(one -> runner.run(one).problem().stream())
                .toList();
        return String.join("\n", problems);
    }

    private String refusal(String cases) throws IOException {
        try {
            return problem(cases);
        } catch (CasesException e) {
            return e.getMessage();
        }
    }
}

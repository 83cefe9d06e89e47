package io.d365hub.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.RouteCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases beside routes that answer, and what other systems reply to routes. */
class QuestionCaseTest {

    @TempDir
    Path home;

    private CasesRunner runner;

    @BeforeEach
    void route() throws IOException {
        Files.createDirectories(home.resolve("routes"));
        write("books", """
                - route:
                    id: books
                    from:
                      uri: virtual:library/Books
                      steps:
                        - choice:
                            when:
                              - simple: "${header.CamelVirtualOperation} == 'find'"
                                steps:
                                  - to: "sql:select * from books where isbn = :#${header.CamelVirtualEqual[isbn]}?dataSource=#library"
                            otherwise:
                              steps:
                                - to: https://library.example/books
                                - transform: {jq: .books}
                """);
        runner = RouteCases.runner(home);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve("routes/" + name + ".camel.yaml"), text);
    }

    private List<Optional<String>> problems(String cases) throws IOException {
        Files.writeString(home.resolve("routes/books.cases.yaml"), cases);
        return runner.cases(Path.of("routes/books.cases.yaml")).stream()
                .map(one -> runner.run(one).problem())
                .toList();
    }

    @Test
    void whatOthersReply_isWhatTheRouteAnswersFrom() throws IOException {
        // Then
        assertThat(problems("""
                - name: all books
                  ask: {top: 51}
                  replies: {"https://library.example/books": {books: [{isbn: "1", pages: 200}]}}
                  answer: [{isbn: "1", pages: 200.0}]
                - name: one book
                  ask: {operation: find, key: "1", equal: {isbn: "1"}}
                  replies: {"sql:select * from books where isbn = :#${header.CamelVirtualEqual[isbn]}": [{isbn: "1"}]}
                  answer: [{isbn: "1"}]
                """)).containsOnly(Optional.empty());
    }

    @Test
    void anotherAnswer_isToldPlaceByPlace() throws IOException {
        // Then
        assertThat(problems("""
                - name: all books
                  replies: {"https://library.example/books": {books: [{isbn: "1", pages: 200}]}}
                  answer: [{isbn: "1", pages: 100}]
                """).get(0).orElseThrow()).endsWith("""
                'all books': the answer differs:
                  /0/pages: expected 100, was 200""");
    }

    @Test
    void partThatIsNoQuestion_isRefusedByItsPlace() throws IOException {
        // Given
        String cases = """
                - name: all books
                  ask: {topp: 51}
                  answer: []
                """;
        // Then
        assertThat(problems(cases).get(0).orElse(""))
                .endsWith("books.cases.yaml:2:9: 'topp' is no part of a question; those are count, equal, filter,"
                        + " key, operation, orderBy, select, skip, top, version.");
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.cli.HubCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hub test} as its user sees it, on the cases of this checkout. */
class TestCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void theCasesOfAMappingAreRunByItsName() {
        // When
        int code = test("transformations/member-to-contact.jslt");
        // Then
        assertThat(out.toString()).matches("(?s)\\d+ cases, all passed, in \\d+ ms\\.\\s+");
        assertThat(code).isZero();
    }

    @Test
    void theResultsAreWrittenForBuildServers() throws IOException {
        // Given
        Path report = folder.resolve("report.xml");
        // When
        test("transformations/member-to-contact.cases.yaml", "--junit", report.toString());
        // Then
        assertThat(Files.readString(report))
                .contains("<testsuite name=\"transformations/member-to-contact.cases.yaml\" tests=\"")
                .contains("failures=\"0\"")
                .contains("<testcase classname=\"transformations/member-to-contact.cases.yaml\" name=\"");
    }

    @Test
    void aPathWithoutCasesIsSaidToHaveNone() {
        // When
        int code = test("transformations/nobody.jslt");
        // Then
        assertThat(out.toString())
                .startsWith("There are no cases for 'transformations/nobody.jslt', which is no file here.");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void watchedCasesAreRunAgainWhenAFileChanges() throws IOException {
        // Given
        Path cases = Path.of("transformations/member-to-contact.cases.yaml");
        Thread watching = new Thread(() -> test("transformations/member-to-contact.jslt", "--watch"));
        watching.start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> runs() == 1);
            // When
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        Files.setLastModifiedTime(cases, FileTime.from(Instant.now()));
                        return runs() > 1;
                    });
        } finally {
            // Then
            watching.interrupt();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> !watching.isAlive());
    }

    private long runs() {
        return out.toString()
                .lines()
                .filter(line -> line.contains("all passed"))
                .count();
    }

    private int test(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "test";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        PrintWriter printer = new PrintWriter(out, true);
        return HubCommand.run(printer, printer, all);
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.cli.HubCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./hub docs}: the catalog is made from the parts themselves. */
class DocsCommandTest {

    @Test
    void kameletsAreListedWithTheirParameters() {
        // Then
        assertThat(docs("kamelets"))
                .contains("## push-source")
                .contains(
                        "| `afterDeadLetter` | continue, hold-key | continue | What happens to later messages of the record key")
                .contains("| `integration` | string | required | The name that senders use");
    }

    @Test
    void endpointsAreListedWithTheirOptions() {
        // Then
        assertThat(docs("endpoints"))
                .contains("## dataverse:")
                .contains("| `operation` |")
                .contains("## lane:integration")
                .contains("## webhook-delivery:");
    }

    @Test
    void noEndpointOfTheHubIsLeftOut() throws IOException {
        // Given
        Path components = Path.of("src/main/resources/META-INF/services/org/apache/camel/component");
        try (Stream<Path> files = Files.list(components)) {
            // When
            List<String> headings =
                    files.map(file -> "\n## " + file.getFileName() + ":").toList();
            // Then
            assertThat(docs("endpoints")).contains(headings);
        }
    }

    @Test
    void errorCodesAreListedWithKindAndRemedy() {
        // Then
        assertThat(docs("codes"))
                .contains("| `0x80072322` | number of requests | THROTTLED |")
                .contains("| `0x80040220` | privilege denied | MISCONFIGURED |");
    }

    private static String docs(String part) {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out, true);
        assertThat(HubCommand.run(printer, printer, "docs", part)).isZero();
        return out.toString();
    }
}

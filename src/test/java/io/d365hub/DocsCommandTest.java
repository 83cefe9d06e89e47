package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.cli.HubCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
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

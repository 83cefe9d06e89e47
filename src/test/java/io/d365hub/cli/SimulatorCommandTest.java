package io.d365hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./hub simulator} with options that it cannot take: it says which and why, and starts nothing. */
class SimulatorCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls no-such-file.p12 | There is no key store",
                "--tls pom.xml          | Give a PKCS #12 file and its password.",
                "--tokens some          | --tokens is 'some'; give issued or any.",
                "--limits some          | --limits is 'some'; give documented or none.",
                "--seed some            | --seed is 'some'; give sample or empty.",
                "--servers 0            | The number of web servers is not from 1 to 64.",
                "--clock yesterday      | --clock is 'yesterday'; give an instant such as 2026-03-01T12:00:00Z."
            })
    void aWrongOptionIsNamedWithWhatIsRight(String options, String said) {
        // When
        StringWriter errors = new StringWriter();
        int code = HubCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(errors, true),
                ("simulator --port 0 " + options).split(" "));
        // Then
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains(said);
    }
}

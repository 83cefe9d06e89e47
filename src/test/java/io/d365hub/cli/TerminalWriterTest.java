package io.d365hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalWriterTest {

    private final StringWriter screen = new StringWriter();
    private final PrintWriter out = TerminalWriter.on(new PrintWriter(screen));

    @Test
    void escapeSequencesAreShownAndNotSent() {
        // When
        out.print("red \u001b[31m, clipboard \u001b]52;c;cm0=\u0007, C1 \u009b31m, NUL \0, DEL \u007f");
        // Then
        assertThat(screen)
                .hasToString(
                        "red \\u001b[31m, clipboard \\u001b]52;c;cm0=\\u0007, C1 \\u009b31m, NUL \\u0000, DEL \\u007f");
    }

    @Test
    void charactersThatTurnTheDirectionOfWritingAreShown() {
        // When
        out.print("invoice\u202efdp.exe \u2066a\u2069");
        // Then
        assertThat(screen).hasToString("invoice\\u202efdp.exe \\u2066a\\u2069");
    }

    @Test
    void aCarriageReturnWithinATextCannotHideItsBeginning() {
        // When
        out.print("Refused: no such account.\rDelivered.               ");
        // Then
        assertThat(screen).hasToString("Refused: no such account.\\u000dDelivered.               ");
    }

    @Test
    void linesTabsAndOtherWritingStayAsTheyAre() {
        // When
        out.print("\r 40 %");
        out.println("größe\tцена\r\n価格 مرحبا 👍");
        // Then
        assertThat(screen).hasToString("\r 40 %größe\tцена\r\n価格 مرحبا 👍" + System.lineSeparator());
    }
}

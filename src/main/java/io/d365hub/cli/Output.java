package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a verb prints to, and whether for people or for programs. */
final class Output {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the hub's answer as JSON.")
    private boolean json;

    /** Whether the reader is a program. */
    boolean json() {
        return json;
    }

    /** For people it shows control characters; a program gets them, escaped as JSON has it. */
    PrintWriter out() {
        PrintWriter out = spec.commandLine().getOut();
        return json ? out : TerminalWriter.on(out);
    }

    PrintWriter err() {
        return TerminalWriter.on(spec.commandLine().getErr());
    }

    /** Prints the answer, or what it means for people. */
    int print(JsonNode answer, BiConsumer<JsonNode, PrintWriter> words) {
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            words.accept(answer, out());
        }
        return ExitCode.OK;
    }

    /** Prints the answer, or what it means for people. */
    int print(JsonNode answer, String words) {
        out().println(json ? answer.toPrettyString() : words);
        return ExitCode.OK;
    }
}

package io.d365hub.cli;

import io.d365hub.failure.Runbook;
import io.d365hub.failure.Runbook.Hint;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub explain}: what is usually behind an error code, and what is done about it. Needs no running hub. */
@Command(
        name = "explain",
        description = "Explains an error code of Dataverse or of the hub: usual cause, usual remedy.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the hint as JSON.")
    private boolean json;

    @Parameters(paramLabel = "CODE", description = "e.g. 0x80040237, -2147220937 or missing-parent.")
    private String code;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Hint> hint = Runbook.load().find(code);
        if (hint.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("There is no hint for '" + code + "'. What the target said of it stands in 'why' of its"
                            + " letters: ./hub dead-letters list 'code:" + code + "'.");
            return ExitCode.FOUND;
        }
        if (json) {
            out.println(AdminClient.JSON.valueToTree(hint.get()).toPrettyString());
            return ExitCode.OK;
        }
        out.println(hint.get().code() + ": " + hint.get().name());
        out.println("  usually: " + hint.get().cause());
        out.println("  remedy:  " + hint.get().remedy());
        return ExitCode.OK;
    }
}

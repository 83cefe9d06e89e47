package io.d365hub.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters example}: a case for the tests of a route, out of something that went wrong. */
@Command(
        name = "example",
        description =
                "Prints a dead letter as an example for the route's cases.yaml, without anything personal: letters and digits"
                        + " are masked, the expected result is what today's route makes of it.",
        mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {

    @ParentCommand
    private DeadLettersCommand letters;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "ID", description = "The dead letter.")
    private String id;

    @Override
    public Integer call() {
        var answer = letters.admin().get("dead-letters/" + AdminClient.encoded(id) + "/example");
        output.out()
                .print(
                        output.json()
                                ? answer.toPrettyString() + "\n"
                                : answer.path("example").asText());
        output.out().flush(); // the example brings its own line ends, and only println flushes by itself
        return ExitCode.OK;
    }
}

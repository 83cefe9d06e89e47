package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub integrations}: what an operator does to a whole integration. */
@Command(
        name = "integrations",
        description = "Resumes a suspended integration.",
        subcommands = IntegrationsCommand.Resume.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class IntegrationsCommand {

    @ParentCommand
    private HubCommand hub;

    @Command(
            name = "resume",
            description = "Lets a suspended integration go on now instead of at its next probe.",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {

        @ParentCommand
        private IntegrationsCommand integrations;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The integration.")
        private String name;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode answer = new AdminClient(integrations.hub.settings())
                    .post("integrations/" + AdminClient.encoded(name) + "/resume", AdminClient.JSON.createObjectNode());
            spec.commandLine().getOut().println(json ? answer.toPrettyString() : "Integration " + name + " goes on.");
            return ExitCode.OK;
        }
    }
}

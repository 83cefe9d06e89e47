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
        description = "Suspends and resumes integrations.",
        subcommands = {IntegrationsCommand.Suspend.class, IntegrationsCommand.Resume.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class IntegrationsCommand {

    @ParentCommand
    private HubCommand hub;

    private int act(String name, String verb, String told, String reason, boolean json, CommandSpec spec) {
        JsonNode answer = new AdminClient(hub)
                .post(
                        "integrations/" + AdminClient.encoded(name) + "/" + verb,
                        AdminClient.JSON.createObjectNode().put("reason", reason));
        spec.commandLine().getOut().println(json ? answer.toPrettyString() : "Integration " + name + " " + told);
        return ExitCode.OK;
    }

    @Command(
            name = "suspend",
            description =
                    "Stops delivering messages of an integration until it is resumed, whatever is restarted. They go on being"
                            + " accepted and wait.",
            mixinStandardHelpOptions = true)
    static final class Suspend implements Callable<Integer> {

        @ParentCommand
        private IntegrationsCommand integrations;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The integration.")
        private String name;

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit trail.")
        private String reason;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            return integrations.act(name, "suspend", "is suspended.", reason, json, spec);
        }
    }

    @Command(
            name = "resume",
            description = "Lets a suspended integration go on, now instead of at its next probe.",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {

        @ParentCommand
        private IntegrationsCommand integrations;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The integration.")
        private String name;

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit trail.")
        private String reason;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            return integrations.act(name, "resume", "goes on.", reason, json, spec);
        }
    }
}

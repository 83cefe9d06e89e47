package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub dataverse}: what Dataverse must know so that the hub hears of changes. */
@Command(
        name = "dataverse",
        description = "Registers the events that routes want in Dataverse, and fetches those that were lost.",
        subcommands = {
            DataverseCommand.Register.class,
            DataverseCommand.ListAll.class,
            DataverseCommand.Unregister.class,
            DataverseCommand.Reconcile.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DataverseCommand {

    private static final String REGISTRATION = "dataverse/registration";
    private static final String UNREGISTRATION = "dataverse/unregistration";
    private static final String AS_WANTED = "Dataverse is as the routes want it.";
    private static final String NOT_REGISTERED = "Nothing of the hub is registered in Dataverse.";

    @ParentCommand
    private HubCommand hub;

    private AdminClient admin() {
        return new AdminClient(hub);
    }

    /** Options of the verbs that change something. */
    static final class Caution {

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        @Option(names = "--dry-run", description = "Only say what would be done.")
        private boolean dryRun;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;
    }

    /** Shows the plan, asks, and carries it out. */
    private int carryOut(String path, ObjectNode body, Caution caution, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode plan = admin().post(path, body.deepCopy().put("dryRun", true));
        boolean nothing = plan.path("actions").isEmpty();
        if (!caution.json) {
            print(plan, path.equals(UNREGISTRATION) ? NOT_REGISTERED : AS_WANTED, out);
        }
        if (caution.dryRun || nothing) {
            if (caution.json) {
                out.println(plan.toPrettyString());
            }
            return ExitCode.OK;
        }
        if (!caution.yes && !agreed(spec)) {
            return ExitCode.FOUND;
        }
        JsonNode done = admin().post(path, body.put("dryRun", false));
        out.println(caution.json ? done.toPrettyString() : "Done.");
        return ExitCode.OK;
    }

    private static boolean agreed(CommandSpec spec) {
        Console console = System.console();
        if (!isTerminal(console)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Nothing was changed: there is nobody to ask. Add --yes, or --dry-run.");
        }
        boolean agreed = "y".equalsIgnoreCase(console.readLine("Do this in Dataverse? [y/N] "));
        if (!agreed) {
            spec.commandLine().getOut().println("Nothing was changed.");
        }
        return agreed;
    }

    /** From Java 22 on there is a console even where there is no terminal, and it tells which. */
    private static boolean isTerminal(Console console) {
        try {
            return console != null
                    && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** @param otherwise what is said when there is nothing to do */
    private static void print(JsonNode plan, String otherwise, PrintWriter out) {
        if (plan.path("actions").isEmpty()) {
            out.println(otherwise);
        }
        plan.path("actions")
                .forEach(action -> out.println((action.path("verb").asText() + " "
                                + action.path("what").asText() + " "
                                + action.path("name").asText() + "  "
                                + action.path("detail").asText())
                        .stripTrailing()));
    }

    @Command(
            name = "register",
            description = "Creates and changes the service endpoints, steps and images that the running routes want.",
            mixinStandardHelpOptions = true)
    static final class Register implements Callable<Integer> {

        @ParentCommand
        private DataverseCommand dataverse;

        @Spec
        private CommandSpec spec;

        @Mixin
        private Caution caution;

        @Option(
                names = "--new-secret",
                description = "Set the first of hub.hook.secrets again, which cannot be compared.")
        private boolean newSecret;

        @Override
        public Integer call() {
            return dataverse.carryOut(
                    REGISTRATION, AdminClient.JSON.createObjectNode().put("newSecret", newSecret), caution, spec);
        }
    }

    @Command(
            name = "list",
            description = "Says where Dataverse differs from what the running routes want.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @ParentCommand
        private DataverseCommand dataverse;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode plan = dataverse.admin().get(REGISTRATION);
            if (json) {
                spec.commandLine().getOut().println(plan.toPrettyString());
            } else {
                print(plan, AS_WANTED, spec.commandLine().getOut());
            }
            return plan.path("actions").isEmpty() ? ExitCode.OK : ExitCode.FOUND;
        }
    }

    @Command(
            name = "unregister",
            description = "Deletes the hub's service endpoints with their steps and images.",
            mixinStandardHelpOptions = true)
    static final class Unregister implements Callable<Integer> {

        @ParentCommand
        private DataverseCommand dataverse;

        @Spec
        private CommandSpec spec;

        @Mixin
        private Caution caution;

        @Override
        public Integer call() {
            return dataverse.carryOut(UNREGISTRATION, AdminClient.JSON.createObjectNode(), caution, spec);
        }
    }

    @Command(
            name = "reconcile",
            description = "Finds events that Dataverse has given up, and fetches their rows.",
            mixinStandardHelpOptions = true)
    static final class Reconcile implements Callable<Integer> {

        @ParentCommand
        private DataverseCommand dataverse;

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--hours",
                description = "How far to look back (default: ${DEFAULT-VALUE}).",
                defaultValue = "24")
        private int hours;

        @Option(names = "--dry-run", description = "Only say what was lost.")
        private boolean dryRun;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode answer = dataverse
                    .admin()
                    .post(
                            "dataverse/reconciliation",
                            AdminClient.JSON
                                    .createObjectNode()
                                    .put("hours", hours)
                                    .put("dryRun", dryRun));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer.toPrettyString());
            } else {
                answer.path("lost")
                        .forEach(lost -> out.println(lost.path("outcome").asText() + "  "
                                + lost.path("step").asText() + "  "
                                + lost.path("completedOn").asText() + "  "
                                + lost.path("why").asText()));
                out.println(answer.path("lost").size() + " events were lost.");
            }
            return dryRun && !answer.path("lost").isEmpty() ? ExitCode.FOUND : ExitCode.OK;
        }
    }
}

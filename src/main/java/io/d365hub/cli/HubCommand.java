package io.d365hub.cli;

import io.d365hub.HubStartException;
import io.d365hub.Settings;
import io.d365hub.backup.BackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code ./hub}: the top of the command line. */
@Command(
        name = "hub",
        description = "Joins Microsoft Dataverse and Dynamics 365 with everything else.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.ENVIRONMENT,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            TestCommand.class,
            NewCommand.class,
            DocsCommand.class,
            SimulatorCommand.class,
            StatusCommand.class,
            SendCommand.class,
            DeadLettersCommand.class,
            ReplaysCommand.class,
            ExplainCommand.class,
            TraceCommand.class,
            AuditCommand.class,
            IntegrationsCommand.class,
            DataverseCommand.class,
            VirtualCommand.class,
            BatchCommand.class,
            ClientsCommand.class,
            UsersCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            WebhooksCommand.class,
            WarmUpCommand.class
        })
public final class HubCommand {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings file (default: ${DEFAULT-VALUE}).",
            defaultValue = Settings.DEFAULT_FILE)
    private Path config;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Who acts, for the audit trail (default: the user of the operating system).")
    private String operator;

    /** Who acts. */
    String operator() {
        return operator == null ? System.getProperty("user.name", "") : operator;
    }

    Settings settings() {
        return Settings.load(Path.of(""), config, System.getenv());
    }

    /** Runs the command line and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** The same for callers that want to have what it prints. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    private static CommandLine commandLine() {
        return new CommandLine(new HubCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(HubCommand::explain);
    }

    private static int explain(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (thrown instanceof CommandFailedException failed) {
            command.getErr().println(failed.getMessage());
            return failed.exitCode();
        }
        if (thrown instanceof BackupException backup) {
            command.getErr().println(backup.what());
            command.getErr().println("  why:  " + backup.why());
            command.getErr().println("  mend: " + backup.mend());
            return ExitCode.FOUND;
        }
        if (thrown instanceof HubStartException start) {
            command.getErr().println(start.what());
            command.getErr().println("  why:  " + start.why());
            if (!start.mend().isEmpty()) {
                command.getErr().println("  mend: " + start.mend());
            }
            return ExitCode.ENVIRONMENT;
        }
        throw thrown;
    }
}

package io.d365hub.cli;

import io.d365hub.HubStartException;
import io.d365hub.Settings;
import io.d365hub.backup.BackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec;

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

    @Option(
            names = "--token",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with a token of your own ('./hub users token'), so that the hub knows who acts and what"
                    + " you may do (default: HUB_TOKEN_FILE, otherwise admin-token in the data folder).")
    private Path token;

    /** The caller's own token, if there is one. */
    Optional<Path> token() {
        return Optional.ofNullable(token).or(() -> Optional.ofNullable(System.getenv("HUB_TOKEN_FILE"))
                .filter(file -> !file.isBlank())
                .map(Path::of));
    }

    /** Who acts. */
    String operator() {
        return operator == null ? System.getProperty("user.name", "") : operator;
    }

    Settings settings() {
        return Settings.load(Path.of(""), config, System.getenv());
    }

    /** The same for commands that look for mistakes in them. */
    Settings settingsWithProblems() {
        return Settings.read(Path.of(""), config, System.getenv());
    }

    /**
     * The same for commands to a hub that runs, and was started before a mistake came into the file: the mistake is told, and the
     * hub is reached all the same.
     */
    Settings settingsOfRunningHub() {
        Settings settings = settingsWithProblems();
        settings.problems()
                .forEach(problem -> spec.commandLine().getErr().println("The hub would not start again: " + problem));
        return settings;
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
        // What went wrong may repeat what others have sent.
        PrintWriter err = TerminalWriter.on(command.getErr());
        if (thrown instanceof CommandFailedException failed) {
            err.println(failed.getMessage());
            return failed.exitCode();
        }
        if (thrown instanceof BackupException backup) {
            err.println(backup.what());
            err.println("  why:  " + backup.why());
            err.println("  mend: " + backup.mend());
            return ExitCode.FOUND;
        }
        if (thrown instanceof HubStartException start) {
            err.println(start.what());
            err.println("  why:  " + start.why());
            if (!start.mend().isEmpty()) {
                err.println("  mend: " + start.mend());
            }
            return ExitCode.ENVIRONMENT;
        }
        throw thrown;
    }
}

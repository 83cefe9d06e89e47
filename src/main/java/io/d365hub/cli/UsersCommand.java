package io.d365hub.cli;

import io.d365hub.access.ApiKeys;
import io.d365hub.access.PasswordHash;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.access.UserEntries;
import io.d365hub.access.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub users}: who may use the console. */
@Command(
        name = "users",
        description = "Names the people who may use the console with a password of the hub's own.",
        subcommands = {
            UsersCommand.Add.class,
            UsersCommand.Password.class,
            UsersCommand.Token.class,
            UsersCommand.Remove.class,
            UsersCommand.ListAll.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class UsersCommand {

    @ParentCommand
    private HubCommand hub;

    private Path file() {
        return hub.settings().path("hub.users");
    }

    private Users read() {
        Path file = file();
        if (!Files.exists(file)) {
            return Users.none();
        }
        try {
            return Users.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "Users were not read. " + e.getMessage());
        }
    }

    private Users.LocalUser known(String name) {
        return read().find(name)
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.FOUND, "There is no user '" + name + "' in " + file() + "."));
    }

    /** Writes a user with a new password, and prints the password when the hub made it. */
    private int write(CommandSpec spec, User user, boolean passwordFromInput) throws IOException {
        SecureRandom random = new SecureRandom();
        String password =
                passwordFromInput ? firstLine() : ApiKeys.generate(random).substring(ApiKeys.PREFIX.length());
        try {
            new UserEntries(file()).put(user, PasswordHash.of(password, random));
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.USAGE, "Nothing was changed. " + e.getMessage());
        }
        if (!passwordFromInput) {
            spec.commandLine().getOut().println("Password of " + user.name() + " (shown only now): " + password);
        }
        return ExitCode.OK;
    }

    private static String firstLine() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }

    @Command(
            name = "add",
            description = "Adds a user and prints a password, once. Only its hash is kept.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        @ParentCommand
        private UsersCommand users;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "As the person signs in: a-z, 0-9 and . _ @ -")
        private String name;

        @Option(names = "--role", paramLabel = "ROLE", description = "viewer (default), operator or administrator.")
        private String role = Role.VIEWER.word();

        @Option(
                names = "--integrations",
                paramLabel = "NAME",
                split = ",",
                description = "Integrations open to the person; '*', the default, stands for all.")
        private List<String> integrations = List.of(User.ALL_INTEGRATIONS);

        @Option(names = "--reveals", description = "The person may be shown personal data; each time is audited.")
        private boolean reveals;

        @Option(names = "--password-stdin", description = "Take the password from the first line of standard input.")
        private boolean passwordFromInput;

        @Override
        public Integer call() throws IOException {
            if (!Users.NAME.matcher(name).matches()) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        "'" + name + "' is no user name. Use a-z, 0-9 and . _ @ -, at most 63 characters.");
            }
            Role known = Role.ofWord(role)
                    .orElseThrow(() -> new CommandFailedException(
                            ExitCode.USAGE, "'" + role + "' is no role. Use viewer, operator or administrator."));
            if (users.read().find(name).isPresent()) {
                throw new CommandFailedException(
                        ExitCode.FOUND,
                        "User '" + name + "' is in " + users.file() + " already. './hub users password " + name
                                + "' makes a new password; role and integrations are changed in the file.");
            }
            return users.write(spec, new User(name, known, Set.copyOf(integrations), reveals), passwordFromInput);
        }
    }

    @Command(
            name = "password",
            description = "Gives a user a new password and ends the person's sessions.",
            mixinStandardHelpOptions = true)
    static final class Password implements Callable<Integer> {

        @ParentCommand
        private UsersCommand users;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The user.")
        private String name;

        @Option(names = "--password-stdin", description = "Take the password from the first line of standard input.")
        private boolean passwordFromInput;

        @Override
        public Integer call() throws IOException {
            return users.write(spec, users.known(name).user(), passwordFromInput);
        }
    }

    @Command(
            name = "token",
            description = "Gives a user a new token for the command line and the admin API, and prints it, once.",
            footer = "%nKeep it in a file that only you can read, and name that with --token or HUB_TOKEN_FILE.",
            mixinStandardHelpOptions = true)
    static final class Token implements Callable<Integer> {

        @ParentCommand
        private UsersCommand users;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The user.")
        private String name;

        @Override
        public Integer call() throws IOException {
            User user = users.known(name).user();
            String token = ApiKeys.generate(new SecureRandom());
            new UserEntries(users.file()).putToken(user.name(), token);
            spec.commandLine().getOut().println("Token of " + user.name() + " (shown only now): " + token);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "remove",
            description = "Takes a user away and ends the person's sessions.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {

        @ParentCommand
        private UsersCommand users;

        @Parameters(paramLabel = "NAME", description = "The user.")
        private String name;

        @Override
        public Integer call() throws IOException {
            users.known(name);
            new UserEntries(users.file()).remove(name);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "list",
            description = "Lists the users, their roles and integrations.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @ParentCommand
        private UsersCommand users;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "Print the list as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            if (json) {
                spec.commandLine()
                        .getOut()
                        .println(
                                AdminClient.JSON.valueToTree(users.read().all()).toPrettyString());
                return ExitCode.OK;
            }
            TextTable table = new TextTable("USER", "ROLE", "INTEGRATIONS", "REVEALS");
            users.read()
                    .all()
                    .forEach(user -> table.row(
                            user.name(),
                            user.role().word(),
                            String.join(", ", user.integrations()),
                            user.mayReveal() ? "yes" : "no"));
            table.print(spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }
}

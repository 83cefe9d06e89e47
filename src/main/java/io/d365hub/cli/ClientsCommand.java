package io.d365hub.cli;

import io.d365hub.Settings;
import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.access.ApiKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub clients}: who may send messages. */
@Command(
        name = "clients",
        description = "Makes API keys for the systems that send messages.",
        subcommands = {ClientsCommand.Add.class, ClientsCommand.ListAll.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ClientsCommand {

    @ParentCommand
    private HubCommand hub;

    private static ApiClients read(Path file) {
        if (!Files.exists(file)) {
            return ApiClients.none();
        }
        try {
            return ApiClients.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "Clients were not read. " + e.getMessage());
        }
    }

    @Command(
            name = "add",
            description = "Adds a client and prints its API key, once. Only the key's SHA-256 is kept.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        @ParentCommand
        private ClientsCommand clients;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "Name of the client: a-z, 0-9, '-'. Its user name on JMS.")
        private String name;

        @Option(
                names = "--integrations",
                paramLabel = "NAME",
                split = ",",
                description = "What it may send to; '*' stands for all.")
        private List<String> integrations = List.of();

        @Option(
                names = "--reads",
                paramLabel = "SERVICE/SET",
                split = ",",
                description = "Virtual tables that it may read; 'service/*' and '*' stand for all.")
        private List<String> reads = List.of();

        @Option(
                names = "--writes",
                paramLabel = "SERVICE/SET",
                split = ",",
                description = "Virtual tables in which it may create, change and delete rows.")
        private List<String> writes = List.of();

        @Option(
                names = "--receives",
                paramLabel = "NAME",
                split = ",",
                description = "Queues and topics of the hub's broker that it may receive from; '*' stands for all.")
        private List<String> receives = List.of();

        @Option(names = "--json", description = "Print the key as JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            Settings settings = clients.hub.settings();
            Path file = settings.path("hub.clients");
            if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        "'" + name + "' is no client name. Use a-z, 0-9 and '-', at most 63 characters.");
            }
            if (integrations.isEmpty() && reads.isEmpty() && writes.isEmpty() && receives.isEmpty()) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        "Client '" + name
                                + "' may do nothing. Name at least one of --integrations, --reads, --writes, --receives.");
            }
            if (read(file).all().stream().anyMatch(client -> client.name().equals(name))) {
                throw new CommandFailedException(
                        ExitCode.FOUND,
                        "Client '" + name + "' is in " + file
                                + " already. To exchange its key, add a second hash to its" + " entry '" + name
                                + ".keys' there and take the old one out later.");
            }
            String key = ApiKeys.generate(new SecureRandom());
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(
                    file,
                    "%s.keys = %s%n".formatted(name, ApiKeys.sha256(key))
                            + entry("integrations", integrations)
                            + entry("reads", reads)
                            + entry("writes", writes)
                            + entry("receives", receives),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (json) {
                spec.commandLine()
                        .getOut()
                        .println(AdminClient.JSON
                                .createObjectNode()
                                .put("client", name)
                                .put("key", key)
                                .toPrettyString());
            } else {
                spec.commandLine().getOut().println("API key of " + name + " (shown only now): " + key);
            }
            return ExitCode.OK;
        }

        private String entry(String what, List<String> words) {
            return words.isEmpty() ? "" : "%s.%s = %s%n".formatted(name, what, String.join(", ", words));
        }
    }

    @Command(
            name = "list",
            description = "Lists the clients and what they may send to.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @ParentCommand
        private ClientsCommand clients;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "Print the list as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            List<ApiClient> all = read(clients.hub.settings().path("hub.clients")).all().stream()
                    .sorted(java.util.Comparator.comparing(ApiClient::name))
                    .toList();
            if (json) {
                spec.commandLine()
                        .getOut()
                        .println(AdminClient.JSON.valueToTree(all).toPrettyString());
                return ExitCode.OK;
            }
            TextTable table = new TextTable("CLIENT", "INTEGRATIONS", "READS", "WRITES", "RECEIVES");
            all.forEach(client -> table.row(
                    client.name(),
                    String.join(", ", client.integrations()),
                    String.join(", ", client.reads()),
                    String.join(", ", client.writes()),
                    String.join(", ", client.receives())));
            table.print(spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }
}

package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub audit}: who did what, to which letters, why. */
@Command(
        name = "audit",
        description = "Lists, exports and checks the audit trail.",
        subcommands = {AuditCommand.ListLatest.class, AuditCommand.Export.class, AuditCommand.Verify.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {

    @ParentCommand
    private HubCommand hub;

    AdminClient admin() {
        return new AdminClient(hub);
    }

    @Command(name = "list", description = "Lists entries, the latest first.", mixinStandardHelpOptions = true)
    static final class ListLatest implements Callable<Integer> {

        @ParentCommand
        private AuditCommand audit;

        @Mixin
        private Output output;

        @Option(names = "--limit", defaultValue = "50", description = "Most entries (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Option(
                names = "--after",
                paramLabel = "NUMBER",
                description = "Those after the entry of this number instead, the oldest first.")
        private Integer after;

        @Override
        public Integer call() {
            JsonNode answer = audit.admin().get("audit?limit=" + limit + (after == null ? "" : "&after=" + after));
            if (output.json()) {
                output.out().println(answer.toPrettyString());
                return ExitCode.OK;
            }
            TextTable table = new TextTable("NUMBER", "AT", "WHO", "ACT", "TO", "WHY");
            for (JsonNode entry : answer.path("entries")) {
                table.row(
                        entry.path("sequence").asText(),
                        entry.path("at").asText(),
                        entry.path("who").asText(),
                        entry.path("act").asText(),
                        subjects(entry),
                        entry.path("why").asText());
            }
            if (table.isEmpty()) {
                output.out().println("There are no such entries.");
            } else {
                table.print(output.out());
            }
            return ExitCode.OK;
        }

        private static String subjects(JsonNode entry) {
            JsonNode ids = entry.path("subjects");
            if (ids.isEmpty()) {
                return entry.path("details").path("integration").asText("-");
            }
            return ids.size() == 1 ? ids.get(0).asText() : Counted.of(ids.size(), "id");
        }
    }

    @Command(
            name = "export",
            description = "Prints all entries as NDJSON, the oldest first.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {

        @ParentCommand
        private AuditCommand audit;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            audit.admin().copyLines("audit/export", output.out());
            output.out().flush();
            return ExitCode.OK;
        }
    }

    @Command(
            name = "verify",
            description = "Reads the whole trail and says whether it is as it was written.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {

        @ParentCommand
        private AuditCommand audit;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            JsonNode found = audit.admin().get("audit/verification");
            boolean intact = found.path("intact").asBoolean();
            if (output.json()) {
                output.out().println(found.toPrettyString());
            } else {
                output.out()
                        .printf(
                                "%s, %s. Hash of the last: %s%n",
                                found.path("entries").asLong() == 1
                                        ? "1 entry"
                                        : found.path("entries").asLong() + " entries",
                                intact
                                        ? "all as they were written"
                                        : found.path("why").asText(),
                                found.path("hash").asText());
            }
            return intact ? ExitCode.OK : ExitCode.FOUND;
        }
    }
}

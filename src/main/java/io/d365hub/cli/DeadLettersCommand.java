package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub dead-letters}: what could not be delivered, why, and trying it again. */
@Command(
        name = "dead-letters",
        description = "Lists, explains, replays, edits, redirects and discards what could not be delivered.",
        subcommands = {
            DeadLettersCommand.ListAll.class,
            CausesCommand.class,
            DeadLettersCommand.Groups.class,
            DeadLettersCommand.Show.class,
            DeadLettersCommand.Replay.class,
            EditCommand.class,
            RedirectCommand.class,
            ExampleCommand.class,
            TransferCommands.Export.class,
            TransferCommands.Import.class,
            ArchiveCommands.Discard.class,
            ArchiveCommands.Restore.class,
            ArchiveCommands.Purge.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {

    /** What the help of every verb that takes a query ends with. */
    static final String QUERY_LANGUAGE =
            "%nA query joins conditions with 'and', 'or', 'not' and parentheses. A condition is field:value; fields are state,"
                    + " integration, table, step, key, kind, code, client, cause, message, id, job, died, accepted, age, text and"
                    + " payload.<declared field>. Words without a field are searched for in what and why. A star at the end"
                    + " stands for anything; values with spaces go into quotation marks.%n"
                    + "  kind:REFUSED and not text:\"does not exist\"%n"
                    + "  (table:salesorders or table:invoices) and died>=yesterday%n"
                    + "  integration:webshop-* and age<2h and payload.order:1001";

    @ParentCommand
    private HubCommand hub;

    AdminClient admin() {
        return new AdminClient(hub);
    }

    /** What every verb here has. */
    static final class Output {

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec;

        @Option(names = "--json", description = "Print the hub's answer as JSON.")
        private boolean json;

        boolean json() {
            return json;
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        PrintWriter err() {
            return spec.commandLine().getErr();
        }
    }

    private static void nothing(Output output, List<String> query, JsonNode answer) {
        output.out().println("No dead letters match '" + String.join(" ", query) + "'.");
        if (answer.hasNonNull("hint")) {
            output.out().println(answer.path("hint").asText());
        }
    }

    @Command(
            name = "list",
            description = "Lists dead letters, the newest first.",
            footer = QUERY_LANGUAGE,
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Parameters(
                paramLabel = "QUERY",
                arity = "0..*",
                description = "Which ones, e.g. 'kind:REFUSED and age<2h' (default: state:open).")
        private List<String> query = List.of("state:open");

        @Option(names = "--limit", defaultValue = "50", description = "Most rows (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--after", paramLabel = "CURSOR", description = "Goes on where a listing ended.")
        private String after;

        @Override
        public Integer call() {
            JsonNode answer = letters.admin()
                    .get("dead-letters?limit=" + limit + "&query=" + AdminClient.encoded(String.join(" ", query))
                            + (after == null ? "" : "&after=" + AdminClient.encoded(after)));
            if (output.json) {
                output.out().println(answer.toPrettyString());
                return ExitCode.OK;
            }
            TextTable table = new TextTable("ID", "DIED", "INTEGRATION", "KIND", "STATE", "WHY");
            for (JsonNode letter : answer.path("deadLetters")) {
                table.row(
                        letter.path("id").asText(),
                        letter.path("diedAt").asText(),
                        letter.path("integration").asText(),
                        letter.path("kind").asText(),
                        letter.path("state").asText(),
                        letter.path("why").asText());
            }
            if (table.isEmpty()) {
                nothing(output, query, answer);
                return ExitCode.OK;
            }
            table.print(output.out());
            if (answer.hasNonNull("next")) {
                output.out().println("More: --after " + answer.path("next").asText());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "groups",
            description = "Groups the dead letters of a query by cause; 'causes' knows more of the causes themselves.",
            footer = QUERY_LANGUAGE,
            mixinStandardHelpOptions = true)
    static final class Groups implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "QUERY", arity = "0..*", description = "Which ones (default: state:open).")
        private List<String> query = List.of("state:open");

        @Override
        public Integer call() {
            JsonNode answer =
                    letters.admin().get("dead-letters/groups?query=" + AdminClient.encoded(String.join(" ", query)));
            if (output.json) {
                output.out().println(answer.toPrettyString());
                return ExitCode.OK;
            }
            TextTable table = new TextTable("GROUP", "COUNT", "LAST", "INTEGRATION", "KIND", "CODE", "FOR EXAMPLE");
            for (JsonNode group : answer.path("groups")) {
                table.row(
                        group.path("group").asText(),
                        group.path("count").asText(),
                        group.path("lastSeen").asText(),
                        group.path("integration").asText(),
                        group.path("kind").asText(),
                        group.path("code").asText(),
                        group.path("why").asText());
            }
            if (table.isEmpty()) {
                nothing(output, query, answer);
                return ExitCode.OK;
            }
            table.print(output.out());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "show",
            description = "Shows one dead letter: why it died, and the message, personal data masked.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "ID", description = "The dead letter.")
        private String id;

        @Option(names = "--mapped", description = "Shows what today's mapping makes of it; sends nothing.")
        private boolean mapped;

        @Option(names = "--reveal", description = "With personal data. Has to have a reason, and is audited.")
        private boolean reveal;

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit trail.")
        private String reason;

        @Override
        public Integer call() {
            JsonNode letter = letters.admin().get("dead-letters/" + AdminClient.encoded(id) + revealing());
            PrintWriter out = output.out();
            if (mapped) {
                JsonNode made =
                        letters.admin().get("dead-letters/" + AdminClient.encoded(id) + "/mapped" + revealing());
                return print(made);
            }
            if (output.json) {
                out.println(letter.toPrettyString());
                return ExitCode.OK;
            }
            out.println(letter.path("what").asText());
            out.println("  why:  " + letter.path("why").asText());
            out.println("  mend: " + letter.path("mend").asText());
            for (String field : List.of(
                    "id",
                    "message",
                    "integration",
                    "client",
                    "recordKey",
                    "kind",
                    "code",
                    "requestId",
                    "state",
                    "note",
                    "attempts",
                    "acceptedAt",
                    "firstFailedAt",
                    "diedAt",
                    "group",
                    "replayOf",
                    "contentType")) {
                if (letter.hasNonNull(field) && !letter.path(field).asText().isEmpty()) {
                    out.printf("  %-14s %s%n", field, letter.path(field).asText());
                }
            }
            letter.path("headers")
                    .properties()
                    .forEach(header -> out.printf(
                            "  %-14s %s: %s%n",
                            "header", header.getKey(), header.getValue().asText()));
            out.println();
            out.println(letter.path("body").asText(letter.path("bodyBase64").asText()));
            if (letter.path("maskedValues").asInt() > 0) {
                out.printf(
                        "%nPersonal data is masked; --reveal --reason TEXT shows it and stands in the audit trail.%n");
            }
            return ExitCode.OK;
        }

        private String revealing() {
            return reveal ? "?reveal=true&reason=" + AdminClient.encoded(reason) : "";
        }

        private int print(JsonNode made) {
            if (output.json) {
                output.out().println(made.toPrettyString());
            } else if (!made.path("refusal").asText().isEmpty()) {
                output.out()
                        .println("Today it would be refused: "
                                + made.path("refusal").asText());
            } else {
                output.out().println("Today's mapping makes of it, and nothing was sent:");
                made.path("sends").forEach(call -> output.out().println(call.asText()));
            }
            return made.path("refusal").asText().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
        }
    }

    @Command(
            name = "replay",
            description = "Sends dead letters through their integration again.",
            mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @ArgGroup(multiplicity = "1")
        private Selection selection;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.")
        private String reason;

        @Option(
                names = "--force",
                description = "Also replays letters whose record has had a newer delivery; they overwrite it.")
        private boolean force;

        static final class Selection {
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Dead letters.")
            private List<String> ids;

            @Option(names = "--group", paramLabel = "GROUP", description = "All open dead letters of a group.")
            private String group;

            @Option(names = "--query", paramLabel = "QUERY", description = "All open dead letters that match.")
            private String query;
        }

        @Override
        public Integer call() {
            ObjectNode order = AdminClient.JSON.createObjectNode().put("force", force);
            if (selection.ids != null) {
                selection.ids.forEach(order.putArray("ids")::add);
            } else if (selection.group != null) {
                order.put("group", selection.group);
            } else {
                order.put("query", selection.query);
            }
            if (reason != null) {
                order.put("reason", reason);
            }
            AdminClient admin = letters.admin();
            JsonNode job = admin.post("dead-letters/replays", order);
            String path = "dead-letters/replays/" + job.path("job").asText();
            while (!job.path("finished").asBoolean()) {
                job = admin.get(path + "?wait=5");
            }
            if (output.json) {
                output.out().println(job.toPrettyString());
            } else {
                print(job);
            }
            return sentAgain(job) > 0 ? ExitCode.OK : ExitCode.FOUND;
        }

        private void print(JsonNode job) {
            output.out()
                    .printf(
                            "Replay %s: %d selected, %d sent again (delivered so far: %d, dead again: %d), %d held, %d"
                                    + " skipped.%n",
                            job.path("job").asText(),
                            job.path("selected").asLong(),
                            sentAgain(job),
                            job.path("delivered").asLong(),
                            job.path("dead").asLong(),
                            job.path("held").asLong(),
                            job.path("skipped").asLong());
            job.path("reasons").properties().forEach(reason -> output.out()
                    .printf("  %d: %s%n", reason.getValue().asLong(), reason.getKey()));
        }

        /** Also those that have their verdict by now: {@code sent} are those that still wait for it. */
        private static long sentAgain(JsonNode job) {
            return job.path("sent").asLong()
                    + job.path("delivered").asLong()
                    + job.path("filtered").asLong()
                    + job.path("dead").asLong();
        }
    }
}

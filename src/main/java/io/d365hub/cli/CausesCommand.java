package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters causes}: why letters died, how often, and what operators say of it. */
@Command(
        name = "causes",
        description = "Lists the causes of open dead letters, the most frequent first. The place to begin.",
        subcommands = {CausesCommand.Show.class, CausesCommand.Mark.class, CausesCommand.Note.class},
        mixinStandardHelpOptions = true)
final class CausesCommand implements Callable<Integer> {

    private static final String BARS = " ▁▂▃▄▅▆▇█";

    @ParentCommand
    private DeadLettersCommand letters;

    @Mixin
    private Output output;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "open, acknowledged, resolved, ignored or any (default: open and acknowledged).")
    private String state;

    @Option(names = "--empty", description = "Also causes that have no open letters any more.")
    private boolean empty;

    @Option(names = "--integration", paramLabel = "NAME", description = "Of this integration only.")
    private String integration;

    @Option(names = "--limit", defaultValue = "50", description = "Most rows (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Goes on where a listing ended.")
    private String after;

    @Override
    public Integer call() {
        JsonNode answer = letters.admin()
                .get("dead-letters/causes?limit=" + limit + parameter("state", state)
                        + parameter("integration", integration) + parameter("after", after)
                        + (empty ? "&empty=true" : ""));
        if (output.json()) {
            output.out().println(answer.toPrettyString());
            return ExitCode.OK;
        }
        TextTable table = new TextTable(
                "CAUSE", "OPEN", "LAST 24 H", "LAST", "STATE", "INTEGRATION", "KIND", "CODE", "FOR EXAMPLE");
        for (JsonNode cause : answer.path("causes")) {
            table.row(
                    cause.path("id").asText(),
                    cause.path("open").asText(),
                    bars(cause.path("trend")),
                    cause.path("lastSeen").asText(),
                    cause.path("state").asText().toLowerCase(Locale.ROOT),
                    cause.path("integration").asText(),
                    cause.path("kind").asText(),
                    cause.path("code").asText(),
                    cause.path("why").asText());
        }
        if (table.isEmpty()) {
            output.out().println("No open dead letters.");
            return ExitCode.OK;
        }
        table.print(output.out());
        if (answer.hasNonNull("next")) {
            output.out().println("More: --after " + answer.path("next").asText());
        }
        return ExitCode.OK;
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + AdminClient.encoded(value);
    }

    /** One character for each hour, as high as the hour was bad. */
    static String bars(JsonNode trend) {
        long most = 1;
        for (JsonNode hour : trend) {
            most = Math.max(most, hour.asLong());
        }
        StringBuilder bars = new StringBuilder();
        for (JsonNode hour : trend) {
            long height = (hour.asLong() * (BARS.length() - 1) + most - 1) / most;
            bars.append(BARS.charAt((int) height));
        }
        return bars.toString();
    }

    @Command(name = "show", description = "Shows one cause: hint, trend and notes.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        private static final int DAY = 24;

        @ParentCommand
        private CausesCommand causes;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "CAUSE", description = "The cause.")
        private String id;

        @Override
        public Integer call() {
            JsonNode cause = causes.letters.admin().get("dead-letters/causes/" + AdminClient.encoded(id));
            PrintWriter out = output.out();
            if (output.json()) {
                out.println(cause.toPrettyString());
                return ExitCode.OK;
            }
            out.println(cause.path("words").asText());
            out.println("  for example: " + cause.path("why").asText());
            out.println("  mend:        " + cause.path("mend").asText());
            JsonNode hint = cause.path("hint");
            if (!hint.isMissingNode()) {
                out.println("  usually:     " + hint.path("cause").asText());
                out.println("  remedy:      " + hint.path("remedy").asText());
            }
            for (String field : List.of(
                    "integration",
                    "kind",
                    "code",
                    "table",
                    "step",
                    "open",
                    "firstSeen",
                    "lastSeen",
                    "state",
                    "stateBy",
                    "stateReason",
                    "reopened")) {
                if (!cause.path(field).asText("").isEmpty()) {
                    out.printf("  %-12s %s%n", field, cause.path(field).asText());
                }
            }
            JsonNode trend = cause.path("trend");
            for (int from = 0; from < trend.size(); from += DAY) {
                long deaths = 0;
                for (int hour = from; hour < Math.min(trend.size(), from + DAY); hour++) {
                    deaths += trend.path(hour).asLong();
                }
                int days = (trend.size() - from) / DAY - 1;
                out.printf("  %-12s %d%n", days == 0 ? "last 24 h" : days + " d before", deaths);
            }
            cause.path("notes")
                    .forEach(note -> out.printf(
                            "  note by %s at %s: %s%n",
                            note.path("who").asText(),
                            note.path("at").asText(),
                            note.path("text").asText()));
            out.println("  its letters: ./hub dead-letters list 'cause:" + id + " and state:open'");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "mark",
            description = "Says of a cause that it is acknowledged, resolved, ignored, or open again.",
            mixinStandardHelpOptions = true)
    static final class Mark implements Callable<Integer> {

        @ParentCommand
        private CausesCommand causes;

        @Mixin
        private Output output;

        @Parameters(index = "0", paramLabel = "CAUSE", description = "The cause.")
        private String id;

        @Parameters(index = "1", paramLabel = "STATE", description = "open, acknowledged, resolved or ignored.")
        private String state;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who ask later.")
        private String reason = "";

        @Override
        public Integer call() {
            ObjectNode order =
                    AdminClient.JSON.createObjectNode().put("state", state).put("reason", reason);
            JsonNode cause = causes.letters.admin().post("dead-letters/causes/" + AdminClient.encoded(id), order);
            output.out()
                    .println(
                            output.json()
                                    ? cause.toPrettyString()
                                    : "Cause " + id + " is "
                                            + cause.path("state").asText().toLowerCase(Locale.ROOT) + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "note", description = "Writes a note on a cause.", mixinStandardHelpOptions = true)
    static final class Note implements Callable<Integer> {

        @ParentCommand
        private CausesCommand causes;

        @Mixin
        private Output output;

        @Parameters(index = "0", paramLabel = "CAUSE", description = "The cause.")
        private String id;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", description = "What others should know.")
        private List<String> text;

        @Override
        public Integer call() {
            ObjectNode note = AdminClient.JSON.createObjectNode().put("text", String.join(" ", text));
            JsonNode written =
                    causes.letters.admin().post("dead-letters/causes/" + AdminClient.encoded(id) + "/notes", note);
            output.out().println(output.json() ? written.toPrettyString() : "Noted.");
            return ExitCode.OK;
        }
    }
}

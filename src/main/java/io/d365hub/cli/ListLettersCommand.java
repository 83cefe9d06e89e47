package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters list}. */
@Command(
        name = "list",
        description = "Lists dead letters, the newest first.",
        footer = DeadLettersCommand.QUERY_LANGUAGE,
        mixinStandardHelpOptions = true)
final class ListLettersCommand implements Callable<Integer> {

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
        if (output.json()) {
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
            DeadLettersCommand.nothing(output, query, answer);
            return ExitCode.OK;
        }
        table.print(output.out());
        if (answer.hasNonNull("next")) {
            output.out().println("More: --after " + answer.path("next").asText());
        }
        return ExitCode.OK;
    }
}

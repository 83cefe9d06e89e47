package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters groups}: how many there are of each cause. */
@Command(
        name = "groups",
        description = "Groups the dead letters of a query by cause; 'causes' knows more of the causes themselves.",
        footer = DeadLettersCommand.QUERY_LANGUAGE,
        mixinStandardHelpOptions = true)
final class LetterGroupsCommand implements Callable<Integer> {

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
        if (output.json()) {
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
            DeadLettersCommand.nothing(output, query, answer);
            return ExitCode.OK;
        }
        table.print(output.out());
        return ExitCode.OK;
    }
}

package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters redirect}: a letter that belongs elsewhere. */
@Command(
        name = "redirect",
        description = "Sends a dead letter to another integration, as a message of its own.",
        mixinStandardHelpOptions = true)
final class RedirectCommand implements Callable<Integer> {

    @ParentCommand
    private DeadLettersCommand letters;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "ID", description = "The dead letter.")
    private String id;

    @Option(names = "--to", paramLabel = "INTEGRATION", required = true, description = "Where it belongs.")
    private String integration;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for those who ask later.")
    private String reason;

    @Override
    public Integer call() {
        JsonNode answer = letters.admin()
                .post(
                        "dead-letters/" + AdminClient.encoded(id) + "/redirect",
                        AdminClient.JSON
                                .createObjectNode()
                                .put("integration", integration)
                                .put("reason", reason));
        output.out()
                .println(
                        output.json()
                                ? answer.toPrettyString()
                                : "'%s' gets it as message %s."
                                        .formatted(
                                                integration,
                                                answer.path("message").asText()));
        return ExitCode.OK;
    }
}

package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters show}: one letter, or what today's mapping makes of it. */
@Command(
        name = "show",
        description = "Shows one dead letter: why it died, and the message, personal data masked.",
        mixinStandardHelpOptions = true)
final class ShowLetterCommand implements Callable<Integer> {

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
            JsonNode made = letters.admin().get("dead-letters/" + AdminClient.encoded(id) + "/mapped" + revealing());
            return print(made);
        }
        if (output.json()) {
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
            out.printf("%nPersonal data is masked; --reveal --reason TEXT shows it and stands in the audit trail.%n");
        }
        return ExitCode.OK;
    }

    private String revealing() {
        return reveal ? "?reveal=true&reason=" + AdminClient.encoded(reason) : "";
    }

    private int print(JsonNode made) {
        if (output.json()) {
            output.out().println(made.toPrettyString());
        } else if (!made.path("refusal").asText().isEmpty()) {
            output.out()
                    .println(
                            "Today it would be refused: " + made.path("refusal").asText());
        } else {
            output.out().println("Today's mapping makes of it, and nothing was sent:");
            made.path("sends").forEach(call -> output.out().println(call.asText()));
        }
        return made.path("refusal").asText().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }
}

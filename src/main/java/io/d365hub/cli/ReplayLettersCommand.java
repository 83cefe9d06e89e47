package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters replay}: sends letters again at once; {@code ./hub replays} does it carefully. */
@Command(
        name = "replay",
        description = "Sends dead letters through their integration again.",
        mixinStandardHelpOptions = true)
final class ReplayLettersCommand implements Callable<Integer> {

    @ParentCommand
    private DeadLettersCommand letters;

    @Mixin
    private Output output;

    @ArgGroup(multiplicity = "1")
    private LetterSelection selection;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.")
    private String reason;

    @Option(
            names = "--force",
            description = "Also replays letters whose record has had a newer delivery; they overwrite it.")
    private boolean force;

    @Override
    public Integer call() {
        ObjectNode order = AdminClient.JSON.createObjectNode().put("force", force);
        selection.into(order);
        if (reason != null) {
            order.put("reason", reason);
        }
        AdminClient admin = letters.admin();
        JsonNode job = admin.post("dead-letters/replays", order);
        String path = "dead-letters/replays/" + job.path("job").asText();
        while (!job.path("finished").asBoolean()) {
            job = admin.get(path + "?wait=5");
        }
        if (output.json()) {
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

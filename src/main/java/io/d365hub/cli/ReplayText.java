package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.stream.Collectors;

/** Plans and replays in words, for somebody who was woken by them. */
final class ReplayText {

    private ReplayText() {}

    static void plan(PrintWriter out, JsonNode plan) {
        JsonNode summary = plan.path("summary");
        long open = summary.path("open").asLong();
        out.printf("%s would be replayed", Counted.of(open, "letter"));
        if (summary.path("notOpen").asLong() > 0) {
            out.printf("; %d more are not open", summary.path("notOpen").asLong());
        }
        out.println(". Nothing has been sent.");
        if (open == 0) {
            if (plan.hasNonNull("hint")) {
                out.println(plan.path("hint").asText());
            }
            return;
        }
        summary.path("integrations")
                .properties()
                .forEach(part -> out.printf("  %-9d %s%n", part.getValue().asLong(), part.getKey()));
        if (!summary.path("tables").isEmpty()) {
            out.println("  tables    "
                    + summary.path("tables").properties().stream()
                            .map(table ->
                                    table.getKey() + " (" + table.getValue().asLong() + ")")
                            .collect(Collectors.joining(", ")));
        }
        out.println("  accepted  " + range(summary, "acceptedFrom", "acceptedTo"));
        out.println("  died      " + range(summary, "diedFrom", "diedTo"));
        out.printf(
                "  checked   %d on today's schema and mapping%n",
                plan.path("checked").asLong());
        out.printf(
                "  held      %d have had a newer delivery, which the replay would overwrite%n",
                plan.path("held").asLong());
        out.printf(
                "  refused   %d would be refused again%n", plan.path("refused").asLong());
        plan.path("reasons")
                .properties()
                .forEach(reason ->
                        out.printf("            %d: %s%n", reason.getValue().asLong(), reason.getKey()));
        out.println("  takes     " + duration(plan) + budget(plan));
        if (!plan.path("target").asText().isEmpty()) {
            out.println("  target    " + plan.path("target").asText());
        }
        TextTable samples = new TextTable("SAMPLE", "DIED", "INTEGRATION", "WOULD BE", "WHY");
        for (JsonNode sample : plan.path("samples")) {
            boolean refused = sample.hasNonNull("refusal");
            boolean held = sample.path("held").asBoolean();
            samples.row(
                    sample.path("id").asText(),
                    sample.path("diedAt").asText(),
                    sample.path("integration").asText(),
                    held ? "held" : refused ? "refused" : "sent",
                    held ? "newer delivery" : refused ? sample.path("refusal").asText() : "");
        }
        samples.print(out);
        out.printf("Start it with the same words: ./hub replays start ... --expect %d%n", open);
    }

    private static String range(JsonNode summary, String from, String to) {
        return summary.path(from).asText() + " to " + summary.path(to).asText();
    }

    private static String duration(JsonNode plan) {
        return plan.hasNonNull("seconds")
                ? "at least "
                        + Duration.ofSeconds(plan.path("seconds").asLong())
                                .toString()
                                .substring(2)
                                .toLowerCase(java.util.Locale.ROOT)
                : "as long as the target needs: it has told no limits yet";
    }

    private static String budget(JsonNode plan) {
        return plan.hasNonNull("budgetPercent")
                ? ", %.1f %% of what the target takes in one window"
                        .formatted(plan.path("budgetPercent").asDouble())
                : "";
    }

    /** One line that changes whenever something happens. */
    static String line(JsonNode job) {
        return "%-9s stage %d: %d of %d have their verdict (%d delivered, %d filtered, %d dead again), %d under way, %d left"
                .formatted(
                        job.path("state").asText().toLowerCase(java.util.Locale.ROOT),
                        job.path("stage").asLong(),
                        verdicts(job),
                        job.path("selected").asLong(),
                        job.path("delivered").asLong(),
                        job.path("filtered").asLong(),
                        job.path("dead").asLong(),
                        job.path("sent").asLong(),
                        job.path("waiting").asLong());
    }

    private static long verdicts(JsonNode job) {
        return job.path("delivered").asLong()
                + job.path("filtered").asLong()
                + job.path("dead").asLong();
    }

    static void job(PrintWriter out, JsonNode job) {
        String id = job.path("job").asText();
        out.println("Replay " + id + " by " + job.path("who").asText() + ", "
                + job.path("createdAt").asText());
        out.println("  " + line(job));
        if (!job.path("note").asText().isEmpty()) {
            out.println("  " + job.path("note").asText());
        }
        out.printf(
                "  held %d, skipped %d%n",
                job.path("held").asLong(), job.path("skipped").asLong());
        job.path("reasons")
                .properties()
                .forEach(reason -> out.printf("  %d: %s%n", reason.getValue().asLong(), reason.getKey()));
        out.println("  " + next(id, job));
    }

    private static String next(String id, JsonNode job) {
        return switch (job.path("state").asText()) {
            case "RUNNING" -> "It goes on by itself. './hub replays pause " + id + "' or 'cancel' stop it.";
            case "PAUSED" -> "'./hub replays resume " + id + "' goes on, 'cancel' ends it.";
            case "STOPPED" ->
                "Look at './hub dead-letters groups', mend the cause, then './hub replays resume " + id
                        + "'; it begins with one letter again. Or 'cancel' it.";
            case "CANCELLED" -> "It is over. The letters that are left are open dead letters.";
            default ->
                job.path("sent").asLong() > 0 ? "Everything is sent; the verdicts are on their way." : "It is over.";
        };
    }
}

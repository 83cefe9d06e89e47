package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub trace}: what became of one message, from its acceptance to its end. */
@Command(
        name = "trace",
        description =
                "Tells what became of one message, by its id or by that of a dead letter of it; or of an event that"
                        + " webhooks were called for, by its webhook-id.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "ID", description = "A message, a dead letter or an event.")
    private String id;

    @Override
    public Integer call() {
        JsonNode trace = new AdminClient(hub).get("trace/" + AdminClient.encoded(id));
        PrintWriter out = output.out();
        if (output.json()) {
            out.println(trace.toPrettyString());
            return ExitCode.OK;
        }
        if (trace.has("event")) {
            event(trace, out);
            return ExitCode.OK;
        }
        out.println("Message " + trace.path("message").asText() + " of "
                + trace.path("integration").asText() + ": "
                + trace.path("state").asText("no longer remembered").toLowerCase(Locale.ROOT) + ". "
                + trace.path("detail").asText());
        String waitsFor = trace.path("waitsFor").asText("NOTHING");
        if (!waitsFor.equals("NOTHING")) {
            out.println("  waits for   " + waiting(waitsFor));
        }
        if (trace.hasNonNull("recordKey")) {
            out.println("  record key  " + trace.path("recordKey").asText()
                    + (trace.hasNonNull("table") ? " in " + trace.path("table").asText() : ""));
        }
        if (trace.hasNonNull("row")) {
            out.println("  delivered   to " + trace.path("row").asText());
        }
        JsonNode from = trace.path("redirectedFrom");
        if (!from.isMissingNode()) {
            out.println("  came from   letter " + from.path("letter").asText() + " of "
                    + from.path("integration").asText());
        }
        JsonNode to = trace.path("redirectedTo");
        if (!to.isMissingNode()) {
            out.println("  went to     " + to.path("integration").asText() + " as message "
                    + to.path("message").asText()
                    + (to.hasNonNull("state") ? ", " + to.path("state").asText().toLowerCase(Locale.ROOT) : ""));
        }
        for (JsonNode step : trace.path("lineage")) {
            out.printf(
                    "  %s  %-9s%s%s%n",
                    step.path("at").asText(),
                    step.path("event").asText(),
                    step.hasNonNull("replay")
                            ? "  by replay " + step.path("replay").asText()
                            : "",
                    step.hasNonNull("deadLetter")
                            ? "  letter " + step.path("deadLetter").asText()
                            : "");
            if (step.path("event").asText().equals("died")) {
                out.println("      "
                        + why(trace.path("deadLetters"), step.path("deadLetter").asText()));
            }
        }
        for (JsonNode act : trace.path("audit")) {
            out.printf(
                    "  %s  %s by %s%s%n",
                    act.path("at").asText(),
                    act.path("act").asText(),
                    act.path("who").asText(),
                    act.path("why").asText("").isEmpty()
                            ? ""
                            : ": " + act.path("why").asText());
        }
        return ExitCode.OK;
    }

    private static void event(JsonNode trace, PrintWriter out) {
        out.println("Event " + trace.path("event").asText() + ":");
        TextTable table = new TextTable("SUBSCRIPTION", "STATE", "SINCE", "MESSAGE");
        trace.path("deliveries")
                .forEach(delivery -> table.row(
                        delivery.path("subscription").asText(),
                        delivery.path("state").asText().toLowerCase(Locale.ROOT),
                        delivery.path("since").asText(),
                        delivery.path("message").asText()));
        table.print(out);
        out.println(trace.path("detail").asText());
    }

    private static String waiting(String waitsFor) {
        return switch (waitsFor) {
            case "TURN" -> "its turn";
            case "TARGET" -> "the target, which asked for a pause or is out of reach; it goes on by itself";
            default -> "a person";
        };
    }

    private static String why(JsonNode letters, String id) {
        for (JsonNode letter : letters) {
            if (letter.path("id").asText().equals(id)) {
                return letter.path("why").asText();
            }
        }
        return "";
    }
}

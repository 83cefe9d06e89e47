package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub status}: what the hub does just now, and why work waits. */
@Command(
        name = "status",
        description = "Shows what the running hub does, and why work waits.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        AdminClient admin = new AdminClient(hub);
        JsonNode status = admin.get("status");
        PrintWriter out = output.out();
        if (output.json()) {
            out.println(status.toPrettyString());
            return ExitCode.OK;
        }
        JsonNode ledger = admin.get("ledger").path("integrations");
        TextTable table =
                new TextTable("INTEGRATION", "STATE", "QUEUED", "PARKED", "DELIVERED", "FILTERED", "DEAD", "DISCARDED");
        for (JsonNode integration : status.path("integrations")) {
            JsonNode counts = named(ledger, integration.path("name").asText());
            table.row(
                    integration.path("name").asText(),
                    integration.path("state").asText(),
                    counts.path("queued").asText("0"),
                    integration.path("parked").asText("0"),
                    counts.path("delivered").asText("0"),
                    counts.path("filtered").asText("0"),
                    counts.path("dead").asText("0"),
                    counts.path("discarded").asText("0"));
        }
        table.print(out);
        for (JsonNode integration : status.path("integrations")) {
            if (integration.hasNonNull("because")) {
                out.println(integration.path("name").asText() + ": "
                        + integration.path("because").asText());
            }
        }
        for (JsonNode batch : admin.get("batches").path("batches")) {
            JsonNode run = batch.path("run");
            String state = run.path("state").asText("");
            // What went well needs no line here; './hub batch list' shows all.
            if (!state.isEmpty() && !state.equals("completed")) {
                out.println("Batch " + batch.path("name").asText() + ": " + state.replace('_', ' ') + ", "
                        + run.path("read").asText() + " rows read. "
                        + String.join(" ", BatchWatch.reasons(run)));
            }
        }
        for (JsonNode user : status.path("dataverse").path("users")) {
            out.println("Dataverse: " + user.path("sentence").asText());
        }
        for (JsonNode bus : status.path("buses")) {
            // What is heard needs no line.
            if (!bus.path("hearing").asText().equals("hears")) {
                out.println("Bus:       " + bus.path("sentence").asText());
            }
        }
        for (JsonNode sentence : status.path("reload").path("sentences")) {
            out.println("Reload:    " + sentence.asText());
        }
        out.println("Broker:    " + status.path("broker").path("sentence").asText());
        return ExitCode.OK;
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        return AdminClient.JSON.createObjectNode();
    }
}

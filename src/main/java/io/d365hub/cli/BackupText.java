package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is in a backup, in words. */
final class BackupText {

    private BackupText() {}

    static void figures(JsonNode manifest, PrintWriter out) {
        JsonNode facts = manifest.path("facts");
        out.printf("  ledger   %s%n", counts(facts.path("settled")));
        out.printf("  letters  %s%n", counts(facts.path("deadLetters")));
        if (!manifest.path("brokerNode").asText().isEmpty()) {
            out.printf("  queues   %s%n", counts(manifest.path("queues")));
        }
    }

    private static String counts(JsonNode counts) {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
            all.add(count.getValue().asLong() + " " + count.getKey());
        }
        all.sort(null);
        return all.isEmpty() ? "none" : String.join(", ", all);
    }
}

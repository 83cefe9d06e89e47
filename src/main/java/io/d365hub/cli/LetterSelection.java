package io.d365hub.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: some, those of a group, or those of a query. */
final class LetterSelection {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Dead letters.")
    private List<String> ids;

    @Option(names = "--group", paramLabel = "GROUP", description = "The letters of a group.")
    private String group;

    @Option(names = "--query", paramLabel = "QUERY", description = "The letters that match.")
    private String query;

    /** The letters that were named one by one; null when they were not. */
    List<String> ids() {
        return ids;
    }

    /** Names the letters in what the admin API is asked for. */
    void into(ObjectNode order) {
        if (ids != null) {
            ids.forEach(order.putArray("ids")::add);
        } else if (group != null) {
            order.put("group", group);
        } else {
            order.put("query", query);
        }
    }
}

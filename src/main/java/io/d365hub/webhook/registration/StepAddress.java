package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.webhook.registration.RegistrationRows.Link;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a step is for, as ids of this environment.
 *
 * @param message id of the message
 * @param filter id of the message's filter for the table; empty for messages of no table
 */
record StepAddress(String message, String filter) {

    /** @throws RegistrationException when there is no such message for such a table */
    static StepAddress find(RegistrationRows rows, WantedStep step) {
        String message = first(
                        rows.find("sdkmessages", List.of("sdkmessageid"), "name eq '" + quoted(step.message()) + "'"))
                .path("sdkmessageid")
                .asText("");
        if (message.isEmpty()) {
            throw new RegistrationException(
                    "Dataverse has no message '" + step.message() + "'.",
                    "Correct the parameter 'messages' of the route.");
        }
        if (step.table().isEmpty()) {
            return new StepAddress(message, "");
        }
        String filter = first(rows.find(
                        "sdkmessagefilters",
                        List.of("sdkmessagefilterid"),
                        "primaryobjecttypecode eq '" + quoted(step.table()) + "' and _sdkmessageid_value eq " + message
                                + " and iscustomprocessingstepallowed eq true"))
                .path("sdkmessagefilterid")
                .asText("");
        if (filter.isEmpty()) {
            throw new RegistrationException(
                    "Dataverse does not tell '" + step.message() + "' of the table '" + step.table() + "'.",
                    "Correct 'tables' or 'messages' of the route: tables by their logical names, e.g. account.");
        }
        return new StepAddress(message, filter);
    }

    private static ObjectNode first(List<ObjectNode> rows) {
        return rows.stream()
                .findFirst()
                .orElseGet(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance::objectNode);
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    /** The lookups of a new step. Names of navigation are lower case here; others are refused. */
    Map<String, Link> links(Link endpoint) {
        Map<String, Link> links = new LinkedHashMap<>();
        links.put("eventhandler_serviceendpoint", endpoint);
        links.put("sdkmessageid", new Link("sdkmessages", message));
        if (!filter.isEmpty()) {
            links.put("sdkmessagefilterid", new Link("sdkmessagefilters", filter));
        }
        return links;
    }

    /** Whether two lists with commas hold the same names. */
    static boolean sameNames(String one, String other) {
        return names(one).equals(names(other));
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }
}

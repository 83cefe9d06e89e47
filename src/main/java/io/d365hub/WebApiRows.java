package io.d365hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.webhook.event.EventSurroundings.CurrentRow;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns rows as the Web API gives them into what events hold: lookups as table and id, no annotations. */
final class WebApiRows {

    private static final Pattern LOOKUP = Pattern.compile("_(.+)_value");
    private static final String LOOKUP_TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final String VERSION = "versionnumber";

    private WebApiRows() {}

    static CurrentRow current(ObjectNode row) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        row.properties().forEach(column -> {
            String name = column.getKey();
            Matcher lookup = LOOKUP.matcher(name);
            if (name.indexOf('@') >= 0
                    || name.equals(VERSION)
                    || column.getValue().isNull()) {
                return;
            }
            if (lookup.matches()) {
                plain.putObject(lookup.group(1))
                        .put("table", row.path(name + LOOKUP_TABLE).asText(""))
                        .put("id", column.getValue().asText());
            } else {
                plain.set(name, column.getValue());
            }
        });
        return new CurrentRow(
                plain,
                row.path(VERSION).isIntegralNumber()
                        ? OptionalLong.of(row.path(VERSION).asLong())
                        : OptionalLong.empty());
    }
}

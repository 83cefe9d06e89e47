package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A column, as far as writing is concerned.
 *
 * @param name logical name
 * @param readOnly whether rows can neither be created nor updated with it
 * @param required whether people must fill it in; the Web API itself does not insist
 */
public record TableColumn(String name, boolean readOnly, boolean required) {

    static final String SELECTED = "LogicalName,AttributeOf,IsValidForCreate,IsValidForUpdate,RequiredLevel";

    /** Those of an answer, without the ones that only show another column in another way. */
    static List<TableColumn> list(JsonNode answer) {
        List<TableColumn> columns = new ArrayList<>();
        for (JsonNode column : answer.path("value")) {
            boolean creatable = column.path("IsValidForCreate").asBoolean(true);
            boolean updatable = column.path("IsValidForUpdate").asBoolean(true);
            boolean shadow = column.hasNonNull("AttributeOf");
            columns.add(new TableColumn(
                    column.path("LogicalName").asText(),
                    !creatable && !updatable,
                    !shadow
                            && creatable
                            && column.path("RequiredLevel")
                                    .path("Value")
                                    .asText()
                                    .equals("ApplicationRequired")));
        }
        return List.copyOf(columns);
    }
}

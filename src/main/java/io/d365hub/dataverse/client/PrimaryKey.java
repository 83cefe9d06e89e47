package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tells a row's id from its columns without metadata: the primary key comes along unasked, under a name of the table's own. */
final class PrimaryKey {

    private PrimaryKey() {}

    /**
     * The only id among the columns that was not asked for.
     *
     * @param asked names of columns that may hold ids themselves
     * @return nothing when there is no such column, or several
     */
    static Optional<UUID> in(ObjectNode row, Set<String> asked) {
        List<UUID> ids = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : row.properties()) {
            String name = column.getKey();
            if (!name.contains("@") && !name.startsWith("_") && !asked.contains(name)) {
                uuid(column.getValue().asText("")).ifPresent(ids::add);
            }
        }
        return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

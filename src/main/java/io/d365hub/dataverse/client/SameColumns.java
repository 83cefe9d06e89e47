package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a row holds what a change has written, so that a change whose answer was lost is seen to have been carried out. */
final class SameColumns {

    private SameColumns() {}

    /** The columns of a change whose values can be read back under the same name; nothing when there are others too. */
    static Optional<List<String>> comparable(RowChange change) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : change.columns().properties()) {
            if (column.getKey().contains("@") || column.getValue().isContainerNode()) {
                return Optional.empty();
            }
            names.add(column.getKey());
        }
        return names.isEmpty() || !change.binds().isEmpty() ? Optional.empty() : Optional.of(names);
    }

    static boolean in(ObjectNode row, ObjectNode written) {
        return written.properties().stream().allMatch(column -> same(column.getValue(), row.path(column.getKey())));
    }

    private static boolean same(JsonNode written, JsonNode found) {
        if (written.isNull() || (written.isTextual() && written.textValue().isEmpty())) {
            // Dataverse keeps an empty text as null.
            return found.isNull() || found.isMissingNode() || found.asText().isEmpty();
        }
        if (written.isNumber() && found.isNumber()) {
            return written.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        return written.equals(found) || sameMoment(written.asText(), found.asText());
    }

    private static boolean sameMoment(String written, String found) {
        try {
            return OffsetDateTime.parse(written).isEqual(OffsetDateTime.parse(found));
        } catch (DateTimeException notBothMoments) {
            return false;
        }
    }
}

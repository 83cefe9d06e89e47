package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.KeyViolation;
import java.util.UUID;
import java.util.stream.Collectors;

/** How the service tells that a row is there already: T1, T10 and T38 of the fact sheet. */
final class KeyRefusal {

    private KeyRefusal() {}

    /** By its primary key, or by the key in the URL. */
    static ApiError duplicateRecord() {
        return new ApiError(ErrorCode.DUPLICATE_RECORD, "A record with matching key values already exists.");
    }

    /** By an alternate key; the id of the row that is there is told nowhere. */
    static ApiError duplicateKey(KeyViolation violation, UUID user) {
        AlternateKey key = violation.key();
        String columns =
                key.columns().stream().map(ColumnDefinition::logicalName).collect(Collectors.joining(", "));
        StringBuilder attributes = new StringBuilder("<DuplicateAttributes>");
        for (ColumnDefinition column : key.columns()) {
            Object value = violation.refused().value(column);
            attributes.append('<').append(column.logicalName()).append('>');
            attributes.append(value == null ? "" : Xml.escape(Values.text(value)));
            attributes.append("</").append(column.logicalName()).append('>');
        }
        return new ApiError(
                        ErrorCode.DUPLICATE_KEY,
                        "Entity Key " + key.displayName() + " violated. A record with the same value for " + columns
                                + " already exists. A duplicate record cannot be created. Select one or more unique"
                                + " values and try again.")
                .with(
                        "DuplicateAttributes",
                        attributes.append("</DuplicateAttributes>").toString())
                .with(
                        "DuplicateEntity",
                        "<Entity><Attributes><modifiedby><Id>" + user
                                + "</Id></modifiedby></Attributes><LogicalName>"
                                + violation.table().logicalName() + "</LogicalName></Entity>");
    }
}

package io.d365hub.simulator.model;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A set of columns whose values address one row.
 *
 * @param metadataId its own for as long as it exists, whatever its index's state
 * @param schemaName as declared; the logical name is the same in lower case
 * @param displayName what error messages call it
 * @param columns in declared order, at least one
 * @param indexStatus only an {@code ACTIVE} key can be used, and only such a one is enforced
 */
public record AlternateKey(
        UUID metadataId,
        String schemaName,
        String displayName,
        List<ColumnDefinition> columns,
        IndexStatus indexStatus) {

    public AlternateKey {
        columns = List.copyOf(columns);
    }

    public String logicalName() {
        return schemaName.toLowerCase(Locale.ROOT);
    }

    public boolean isActive() {
        return indexStatus == IndexStatus.ACTIVE;
    }

    /** Whether these property names, in any order, are exactly this key's. */
    public boolean hasProperties(List<String> names) {
        return names.size() == columns.size()
                && columns.stream().allMatch(column -> names.contains(column.propertyName()));
    }

    /** The same key with its index in another state. */
    public AlternateKey with(IndexStatus status) {
        return new AlternateKey(metadataId, schemaName, displayName, columns, status);
    }

    /** How far the key's index has come; its asynchronous creation is the service's business. */
    public enum IndexStatus {
        PENDING("Pending"),
        IN_PROGRESS("InProgress"),
        ACTIVE("Active"),
        FAILED("Failed");

        private final String text;

        IndexStatus(String text) {
            this.text = text;
        }

        /** The name in {@code EntityKeyMetadata.EntityKeyIndexStatus}. */
        public String text() {
            return text;
        }
    }
}

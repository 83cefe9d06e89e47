package io.d365hub.simulator.model;

import java.util.List;

/**
 * A set of columns whose values address one row.
 *
 * @param schemaName as declared; the logical name is the same in lower case
 * @param displayName what error messages call it
 * @param columns in declared order, at least one
 * @param indexStatus only an {@code ACTIVE} key can be used
 */
public record AlternateKey(
        String schemaName, String displayName, List<ColumnDefinition> columns, IndexStatus indexStatus) {

    public AlternateKey {
        columns = List.copyOf(columns);
    }

    public String logicalName() {
        return schemaName.toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether these property names, in any order, are exactly this key's. */
    public boolean hasProperties(List<String> names) {
        return names.size() == columns.size()
                && columns.stream().allMatch(column -> names.contains(column.propertyName()));
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

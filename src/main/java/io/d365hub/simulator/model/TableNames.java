package io.d365hub.simulator.model;

/**
 * What a table is called.
 *
 * @param logicalName such as {@code account}
 * @param schemaName such as {@code Account}
 * @param entitySetName such as {@code accounts}: the segment in URLs
 * @param label such as {@code Account}, for people, in one language or several
 * @param primaryName logical name of the column that names a row
 * @param objectTypeCode the table's number
 */
public record TableNames(
        String logicalName,
        String schemaName,
        String entitySetName,
        Label label,
        String primaryName,
        int objectTypeCode) {

    /** Custom tables are numbered from here on. */
    public static final int FIRST_CUSTOM_TYPE_CODE = 10_000;

    /** With a display name in English. */
    public TableNames(
            String logicalName,
            String schemaName,
            String entitySetName,
            String displayName,
            String primaryName,
            int objectTypeCode) {
        this(logicalName, schemaName, entitySetName, Label.of(displayName), primaryName, objectTypeCode);
    }

    /** The label as somebody reads it who speaks English. */
    public String displayName() {
        return label.text();
    }

    /** Whether a logical name begins with a publisher's prefix. */
    public static boolean isCustom(String logicalName) {
        return logicalName.startsWith("hub_") || logicalName.startsWith("bld_");
    }

    public boolean custom() {
        return objectTypeCode >= FIRST_CUSTOM_TYPE_CODE;
    }
}

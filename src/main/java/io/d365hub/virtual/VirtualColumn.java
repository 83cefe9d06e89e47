package io.d365hub.virtual;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One column of a virtual table. Immutable.
 *
 * @param ordinal its place in the table, from 0; the key is 0
 * @param name its name in OData, and the External Name in Dataverse
 * @param type its type in OData
 * @param sourceType its type in the source. Other than {@code type} only where the hub makes GUIDs of natural keys: then
 *     {@code type} is a GUID and this an integer or a text. Queries, rows and writes of sources are in this type
 * @param sourceName its name in the source: a column, a property, a JSON Pointer, as the source type says
 * @param nullable whether it may be null; false means Business Required in Dataverse
 * @param maxLength of a text, in characters
 * @param precision of a decimal: digits in all
 * @param scale of a decimal: digits behind the point
 * @param comparison how its texts are compared
 * @param readOnly whether writes leave it alone
 * @param references the set, of the same service, whose key it holds; only where the hub makes its GUIDs
 */
public record VirtualColumn(
        int ordinal,
        String name,
        ColumnType type,
        ColumnType sourceType,
        String sourceName,
        boolean nullable,
        OptionalInt maxLength,
        OptionalInt precision,
        OptionalInt scale,
        TextComparison comparison,
        boolean readOnly,
        Optional<String> references) {

    /** Of the name alone: it is part of the key of every cached answer. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof VirtualColumn column
                        && ordinal == column.ordinal
                        && name.equals(column.name)
                        && type == column.type
                        && sourceType == column.sourceType
                        && sourceName.equals(column.sourceName));
    }

    /** Whether the hub makes its GUIDs of the source's natural keys. */
    public boolean isMintedGuid() {
        return type != sourceType;
    }
}

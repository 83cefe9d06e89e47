package io.d365hub.simulator.odata;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;

/** The words for a body that cannot be taken. */
public final class PayloadError {

    private PayloadError() {}

    /** "Error identified in Payload ...", with the reason that the OData library gives. */
    public static ApiError of(TableDefinition table, String reason) {
        return new ApiError(
                ErrorCode.BAD_PAYLOAD,
                "Error identified in Payload provided by the user for Entity :'"
                        + (table == null ? "" : table.entitySetName())
                        + "', For more information on this error please follow this help link"
                        + " https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException :"
                        + " Microsoft.OData.ODataException: " + reason);
    }

    /** The body is not JSON. Jackson's message would repeat the body, so only the place is told. */
    public static ApiError notJson(TableDefinition table, JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return of(table, "Invalid JSON. The payload could not be read" + place + ".");
    }

    static ApiError undeclared(TableDefinition table, String property, boolean onlyAnnotated) {
        String which = onlyAnnotated
                ? " which only has property annotations in the payload but no property value was found in the payload."
                        + " In OData, only declared navigation properties and declared named streams can be represented"
                        + " as properties without values."
                : " was found on type '" + table.typeName() + "'.";
        return of(table, "An undeclared property '" + property + "'" + which);
    }

    static ApiError wrongType(TableDefinition table, ColumnDefinition column) {
        return of(
                table,
                "Cannot convert the value of property '" + column.logicalName() + "' to the expected type '"
                        + column.type().edmType() + "'.");
    }

    /** A text that its column cannot hold. */
    public static ApiError tooLong(TableDefinition table, ColumnDefinition column) {
        return new ApiError(
                ErrorCode.TEXT_TOO_LONG,
                "A validation error occurred.  The length of the '" + column.logicalName() + "' attribute of the '"
                        + table.logicalName() + "' entity exceeded the maximum allowed length of '" + column.maxLength()
                        + "'.");
    }

    static ApiError outOfRange(TableDefinition table, ColumnDefinition column, ErrorCode code, String accepted) {
        return new ApiError(
                code,
                "A validation error occurred.  The value of '" + column.logicalName() + "' on record of type '"
                        + table.logicalName() + "' is outside the valid range. Accepted Values: " + accepted);
    }

    /** The error of a file or an image that is longer than its column allows. */
    public static ApiError fileTooBig(ColumnDefinition column) {
        return new ApiError(
                ErrorCode.FILE_TOO_BIG, "The file is longer than the column's " + column.mostBytes() + " bytes.");
    }
}

package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;

/** The refusals of queries. */
final class FetchErrors {

    private FetchErrors() {}

    static ApiError invalid(String message) {
        return new ApiError(ErrorCode.INVALID_ARGUMENT, message);
    }

    static ApiError noTable(String name) {
        return new ApiError(
                ErrorCode.ENTITY_UNKNOWN,
                "The entity with a name = '" + name + "' with namemapping = 'Logical' was not found in the"
                        + " MetadataCache.");
    }

    static ApiError noColumn(TableDefinition table, String name) {
        return new ApiError(
                ErrorCode.ATTRIBUTE_UNKNOWN,
                "'" + table.names().schemaName() + "' entity doesn't contain attribute with Name = '" + name
                        + "' and NameMapping = 'Logical'.");
    }
}

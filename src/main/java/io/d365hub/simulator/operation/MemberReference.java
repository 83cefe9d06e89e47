package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;

/**
 * The row that is to be put into a collection or taken out.
 *
 * @param collection which one
 * @param address the row, null when {@code contentId} names it
 * @param contentId the part of the changeset that wrote the row, or null
 */
record MemberReference(CollectionProperty collection, RowAddress address, String contentId) {

    /** Reads a URL, absolute or relative, or {@code $1}. */
    static MemberReference parse(Environment environment, CollectionProperty collection, String reference) {
        if (reference.startsWith("$") || reference.startsWith("/$")) {
            return new MemberReference(collection, null, reference.substring(reference.indexOf('$') + 1));
        }
        RowAddress address = environment.reader().address(reference);
        if (!address.table().logicalName().equals(collection.target().logicalName())) {
            throw wrongTable(collection, address.table().logicalName());
        }
        return new MemberReference(collection, address, null);
    }

    private static ApiError wrongTable(CollectionProperty collection, String table) {
        return new ApiError(
                ErrorCode.INVALID_ARGUMENT,
                "The navigation property '" + collection.name() + "' leads to '"
                        + collection.target().logicalName() + "', not to '" + table + "'.");
    }

    boolean mentions(String text) {
        return address != null && address.mentions(text);
    }

    /** The row as the transaction sees it. */
    Row find(Execution execution, RowWriter writer) {
        RowAddress found = address;
        if (found == null) {
            Reference written = execution.written(contentId);
            if (!written.table().equals(collection.target().logicalName())) {
                throw wrongTable(collection, written.table());
            }
            found = RowAddress.of(collection.target(), written.id());
        }
        Row row = writer.find(found);
        if (row == null) {
            throw found.notFound();
        }
        return row;
    }
}

package io.d365hub.virtual.odata;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import java.util.UUID;
import org.apache.olingo.server.api.uri.UriInfo;

/** What the path of a request names. */
sealed interface Address {

    record ServiceDocument() implements Address {}

    record Metadata() implements Address {}

    record Batch() implements Address {}

    /** All rows of a table. */
    record Rows(VirtualTable table) implements Address {}

    /** {@code /$count}. */
    record RowCount(VirtualTable table) implements Address {}

    record Row(VirtualTable table, UUID key) implements Address {}

    /**
     * One property of a row.
     *
     * @param raw with {@code /$value}
     */
    record Property(VirtualTable table, UUID key, VirtualColumn column, boolean raw) implements Address {}

    /** An address with its options, parsed. */
    record Parsed(Address address, UriInfo uri) {}
}

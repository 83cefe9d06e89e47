package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.TableDefinition;
import java.util.List;

/** Reads references to rows out of bodies: absolute, relative with or without slash, or {@code $1} in a changeset. */
final class BindingParser {

    private static final String API_PATH = "/api/data/";

    private final DataModel model;

    BindingParser(DataModel model) {
        this.model = model;
    }

    /** The binding of a lookup to what {@code reference} names. */
    Binding parse(TableDefinition.Navigation navigation, String reference) {
        if (reference.startsWith("$") || reference.startsWith("/$")) {
            return new Binding(navigation, null, reference.substring(reference.indexOf('$') + 1));
        }
        RowAddress address = address(reference);
        if (!address.table().logicalName().equals(navigation.property().target())) {
            throw new ApiError(
                    ErrorCode.INVALID_ARGUMENT,
                    "The navigation property '" + navigation.property().name() + "' leads to '"
                            + navigation.property().target() + "', not to '"
                            + address.table().logicalName() + "'.");
        }
        return new Binding(navigation, address, null);
    }

    /** The row that {@code reference} names. */
    RowAddress address(String reference) {
        List<PathSegment> segments = PathParser.parseReference(relative(reference));
        PathSegment segment = segments.size() == 1 ? segments.get(0) : null;
        TableDefinition table =
                segment == null ? null : model.byEntitySet(segment.name()).orElse(null);
        if (table == null || !segment.hasArguments()) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "URL was not parsed due to an ODataUnrecognizedPathException. Resource not found for the segment"
                            + " provided in the URL.");
        }
        return RowAddress.parse(table, segment.arguments());
    }

    private static String relative(String reference) {
        int api = reference.startsWith("http") || reference.startsWith(API_PATH) ? reference.indexOf(API_PATH) : -1;
        if (api >= 0) {
            int slash = reference.indexOf('/', api + API_PATH.length());
            return slash < 0 ? "" : reference.substring(slash + 1);
        }
        return reference.startsWith("/") ? reference.substring(1) : reference;
    }
}

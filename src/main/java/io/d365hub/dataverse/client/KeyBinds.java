package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.FailureKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lookups that are part of a row's key and stand among its columns too, under the name of their navigation property: that name
 * is the column's in other capitals, or the column's and a target's. In the second case the row that is bound must be the key's,
 * too: another lookup may be called alike.
 */
final class KeyBinds {

    private static final String PREFIX = "_";
    private static final String SUFFIX = "_value";
    private static final String BIND = "@odata.bind";

    private KeyBinds() {}

    /**
     * The change without them when its address holds the key: the service takes them from there, and a bulk message that names
     * them twice fails.
     */
    static RowChange dropped(RowChange change) {
        if (!(change.row() instanceof RowRef.ByKey row) || !hasLookup(row)) {
            return change;
        }
        Map<String, RowRef> binds = new HashMap<>(change.binds());
        binds.entrySet()
                .removeIf(bind -> isPart(row, bind.getKey(), bind.getValue().forBody()));
        ObjectNode columns = change.columns().deepCopy();
        columns.properties().removeIf(column -> isBindOfPart(row, column.getKey(), column.getValue()));
        boolean same = binds.size() == change.binds().size()
                && columns.size() == change.columns().size();
        return same
                ? change
                : new RowChange(change.operation(), row, columns, binds, change.sameIdEachTime(), change.options());
    }

    /**
     * Makes sure that they are there when the key cannot stand in an address: the row is then created by its columns alone, and
     * without them it would never be found again.
     */
    static void require(RowChange change, RowRef.ByKey row) {
        for (Map.Entry<String, Object> part : row.key().entrySet()) {
            if (isLookup(part.getKey()) && !isBound(change, part)) {
                throw Failures.of(
                        FailureKind.REFUSED,
                        "key-lookup-missing",
                        change.notDone(),
                        "Its key has a character that no address holds, so it would be created by its columns alone, and"
                                + " the lookup '" + part.getKey() + "' of the key is not among them.",
                        Mend.KEY_LOOKUP,
                        null);
            }
        }
    }

    private static boolean isBound(RowChange change, Map.Entry<String, Object> part) {
        for (Map.Entry<String, RowRef> bind : change.binds().entrySet()) {
            if (binds(bind.getKey(), bind.getValue().forBody(), part)) {
                return true;
            }
        }
        for (Map.Entry<String, JsonNode> column : change.columns().properties()) {
            if (column.getKey().endsWith(BIND)
                    && binds(withoutBind(column.getKey()), column.getValue().asText(), part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLookup(RowRef.ByKey row) {
        for (String column : row.key().keySet()) {
            if (isLookup(column)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBindOfPart(RowRef.ByKey row, String column, JsonNode bound) {
        return column.endsWith(BIND) && isPart(row, withoutBind(column), bound.asText());
    }

    private static boolean isPart(RowRef.ByKey row, String property, String bound) {
        for (Map.Entry<String, Object> part : row.key().entrySet()) {
            if (isLookup(part.getKey()) && binds(property, bound, part)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutBind(String column) {
        return column.substring(0, column.length() - BIND.length());
    }

    private static boolean isLookup(String column) {
        return column.startsWith(PREFIX) && column.endsWith(SUFFIX);
    }

    /** @param bound the row as a body names it, e.g. {@code /accounts(...)} */
    private static boolean binds(String property, String bound, Map.Entry<String, Object> part) {
        String column = part.getKey();
        String logical = column.substring(PREFIX.length(), column.length() - SUFFIX.length());
        String lower = property.toLowerCase(Locale.ROOT);
        return lower.equals(logical)
                || (lower.startsWith(logical + "_")
                        && bound.toLowerCase(Locale.ROOT).contains("(" + part.getValue() + ")"));
    }
}

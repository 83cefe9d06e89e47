package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One row's change, its JSON written once: the same bytes travel alone, in a batch or among many rows of one message.
 */
public final class ReadyRow implements Ready {

    private static final int HEADERS_OF_A_PART = 220;
    private static final String NEXT = "\",\"";
    private static final String VALUE = "\":\"";

    private final PlannedRow row;
    private final String address;

    private ReadyRow(PlannedRow row, String address) {
        this.row = row;
        this.address = address;
    }

    /**
     * The change in bytes.
     *
     * @return nothing when the row or one of its lookups must be looked for first, because its key cannot be addressed
     */
    static Optional<ReadyRow> of(RowChange wanted) {
        if (wanted.row().breaksAddress()) {
            return Optional.empty();
        }
        RowChange change = KeyBinds.dropped(wanted);
        Map<String, String> binds = Map.of();
        if (!change.binds().isEmpty()) {
            binds = new LinkedHashMap<>();
            for (Map.Entry<String, RowRef> bind : change.binds().entrySet()) {
                if (bind.getValue().breaksAddress()) {
                    return Optional.empty();
                }
                binds.put(bind.getKey(), bind.getValue().forBody());
            }
        }
        String address = change.row().forUrl();
        return Optional.of(new ReadyRow(PlannedRow.of(change, address, binds, false), address));
    }

    public RowChange change() {
        return row.change();
    }

    PlannedRow planned() {
        return row;
    }

    /** The row as requests address it, e.g. {@code salesorders(ordernumber='1001')}. */
    @Override
    public String address() {
        return address;
    }

    /** Whether the row brings rows of other tables along, which no joined request takes. */
    public boolean isDeep() {
        for (JsonNode column : change().columns()) {
            if (column.isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the row can be a target of a bulk message: its key must not stand among its columns as well, and an update
     * must name the id, because of updates by key it is not known what the service does.
     */
    public boolean fits(TypeNames names) {
        if (change().row() instanceof RowRef.ByKey byKey) {
            return change().operation() == RowOperation.UPSERT
                    && !hasAny(byKey.key().keySet());
        }
        return !change().columns().has(names.primaryKey());
    }

    private boolean hasAny(Set<String> columns) {
        for (String column : columns) {
            if (change().columns().has(column)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the row as a target: type and key first, then the columns as they are. */
    void writeTarget(ByteBuffer out, byte[] type, TypeNames names) {
        out.put(type);
        ascii(out, NEXT).ascii(out, keyName(names)).ascii(out, VALUE).ascii(out, keyValue());
        out.put((byte) '"');
        byte[] columns = row.body();
        if (columns.length > 2) {
            out.put((byte) ',');
        }
        out.put(columns, 1, columns.length - 1);
    }

    /** How many bytes {@link #writeTarget} writes. */
    int targetLength(byte[] type, TypeNames names) {
        byte[] columns = row.body();
        int key = NEXT.length()
                + keyName(names).length()
                + VALUE.length()
                + keyValue().length()
                + 1;
        return type.length + key + (columns.length > 2 ? 1 : 0) + columns.length - 1;
    }

    private String keyName(TypeNames names) {
        return change().row() instanceof RowRef.ById ? names.primaryKey() : "@odata.id";
    }

    private String keyValue() {
        return change().row() instanceof RowRef.ById byId ? byId.id().toString() : address;
    }

    /** An address holds nothing else: all of it is percent-encoded. */
    private ReadyRow ascii(ByteBuffer out, String text) {
        for (int i = 0; i < text.length(); i++) {
            out.put((byte) text.charAt(i));
        }
        return this;
    }

    /** The row as it stands now that a message without an answer of its own for it has succeeded. */
    RowResult written(WireResponse response) {
        Optional<java.util.UUID> id =
                change().row() instanceof RowRef.ById byId ? Optional.of(byId.id()) : Optional.empty();
        return new RowResult(change().row().table(), response.status(), id, address, response.requestId());
    }

    @Override
    public int operations() {
        return 1;
    }

    @Override
    public int bytes() {
        return row.body().length + address.length() + HEADERS_OF_A_PART;
    }

    @Override
    public String notDone() {
        return change().notDone();
    }

    @Override
    public boolean repeatable() {
        return change().sameIdEachTime();
    }

    @Override
    public String toString() {
        return change().toString();
    }
}

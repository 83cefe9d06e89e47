package io.d365hub.virtual.odata;

import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.key.GuidKeys;
import java.net.URI;
import org.apache.olingo.commons.api.data.Entity;
import org.apache.olingo.commons.api.data.Property;
import org.apache.olingo.commons.api.data.ValueType;

/** A row as Olingo's serialiser wants it. For one thread. */
final class RowEntity extends Entity {

    private final TableRow row;

    /** @param type the full name of its type */
    RowEntity(TableRow row, String type) {
        this.row = row;
        setType(type);
        for (VirtualColumn column : row.table().columns()) {
            if (row.has(column)) {
                addProperty(property(row, column));
            }
        }
        ETags.of(row).ifPresent(this::setETag);
    }

    /** Made when it is asked for: most answers do not show it. */
    @Override
    public URI getId() {
        return URI.create(row.table().name() + "("
                + GuidKeys.guid(row.table(), row.table().key(), row.key()) + ")");
    }

    static Property property(TableRow row, VirtualColumn column) {
        Object value = row.get(column);
        Object shown = value == null || !column.isMintedGuid() ? value : GuidKeys.guid(row.table(), column, value);
        return new Property(null, column.name(), ValueType.PRIMITIVE, shown);
    }
}

package io.d365hub.simulator.store;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ImageCompanions;
import io.d365hub.simulator.model.TableDefinition;
import java.time.Instant;

/** Fills the columns that go with an image: its id, when it came, and where it is. */
public final class ImageColumns {

    private ImageColumns() {}

    /** Brings them up to date with the images in these values, which are by ordinal, with the primary key first. */
    public static void fill(TableDefinition table, Object[] values, Instant now) {
        for (ColumnDefinition column : table.computed().images()) {
            StoredImage image = (StoredImage) values[column.ordinal()];
            ImageCompanions companions = ImageCompanions.of(column);
            ColumnDefinition id = table.column(companions.id());
            Object known = id == null ? null : values[id.ordinal()];
            if (image == null ? known != null : !image.id().equals(known)) {
                set(table, values, companions.id(), image == null ? null : image.id());
                set(table, values, companions.timestamp(), image == null ? null : now.toEpochMilli());
                String url = "/api/data/v9.2/" + table.entitySetName() + "(" + values[0] + ")/" + column.propertyName()
                        + "/$value";
                set(table, values, companions.url(), image == null ? null : url);
            }
        }
    }

    private static void set(TableDefinition table, Object[] values, String name, Object value) {
        ColumnDefinition column = table.column(name);
        if (column != null) {
            values[column.ordinal()] = value;
        }
    }
}

package io.d365hub.simulator.metadata;

import io.d365hub.simulator.event.ExternalEvents;
import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.CustomApis;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The environment's model as clients see and change it. Thread-safe; readers take no lock. What is made of the model is
 * kept until the model changes.
 */
public final class Schema {

    private final Database database;
    private final KeyJobs keyJobs;
    private final CustomApis customApis;
    private volatile MetadataCatalog catalog;
    private volatile CsdlDocument plainCsdl;
    private volatile CsdlDocument annotatedCsdl;

    public Schema(Database database, InstantSource clock, CustomApis customApis) {
        this.customApis = customApis;
        this.database = database;
        this.keyJobs = new KeyJobs(database, clock);
    }

    public KeyJobs keyJobs() {
        return keyJobs;
    }

    /** The newest state of the model. */
    public ModelSnapshot model() {
        return database.model().snapshot();
    }

    ModelSnapshot change(UnaryOperator<ModelSnapshot> change) {
        return database.change(change);
    }

    /** Empties lookups that point into a table to which they do not lead any more. */
    void clearLostLookups() {
        database.write(transaction -> {
            for (TableDefinition table : model().tables()) {
                for (ColumnDefinition column : table.columns()) {
                    if (column.custom() && column.type().isLookup()) {
                        clear(transaction, table, column);
                    }
                }
            }
            return null;
        });
    }

    private void clear(Transaction transaction, TableDefinition table, ColumnDefinition column) {
        List<Row> lost = new ArrayList<>();
        for (Row row : database.table(table).rows()) {
            if (row.value(column) instanceof Reference reference
                    && column.target(reference.table()).isEmpty()) {
                lost.add(row);
            }
        }
        for (Row row : lost) {
            Object[] values = row.copyValues(table.width());
            values[column.ordinal()] = null;
            transaction.put(table, values);
        }
    }

    /** The newest state as trees. */
    public MetadataCatalog catalog() {
        ModelSnapshot model = model();
        MetadataCatalog known = catalog;
        if (known == null || known.version() != model.version()) {
            known = new MetadataCatalog(model);
            catalog = known;
        }
        return known;
    }

    /**
     * The newest state as CSDL, in UTF-8.
     *
     * @param events what tables take when their rows change elsewhere
     */
    public byte[] csdl(boolean annotations, List<ExternalEvents.Bound> events) {
        ModelSnapshot model = model();
        List<CustomApi> apis = customApis.all();
        CsdlDocument known = annotations ? annotatedCsdl : plainCsdl;
        if (known == null || !known.isOf(model, apis, events)) {
            known = new CsdlDocument(model, apis, events, annotations);
            if (annotations) {
                annotatedCsdl = known;
            } else {
                plainCsdl = known;
            }
        }
        return known.bytes();
    }
}

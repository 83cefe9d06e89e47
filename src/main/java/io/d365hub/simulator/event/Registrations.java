package io.d365hub.simulator.event;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.CommitListener;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The steps that are enabled, read out of their tables when one of these has changed. Thread-safe. Asking costs one
 * volatile read while nothing changes.
 */
public final class Registrations implements CommitListener {

    private static final Set<String> TABLES =
            Set.of("serviceendpoint", "sdkmessageprocessingstep", "sdkmessageprocessingstepimage", "sdkmessage");

    private volatile List<Step> steps = List.of();
    private volatile boolean stale = true;
    private volatile Runnable catalogChanged = () -> {};

    @Override
    public void committed(TableDefinition table, Row before, Row after, long version) {
        if (TABLES.contains(table.logicalName())) {
            stale = true;
        }
        if (table.logicalName().equals(MessageCatalog.CUSTOM_API)
                || table.logicalName().equals(ExternalEvents.SETTINGS)
                || (after == null && table.logicalName().startsWith("sdkmessage"))) {
            catalogChanged.run();
        }
    }

    /** Tells who hears of messages and filters that are deleted, and of those that come. */
    void whenCatalogChanges(Runnable listener) {
        catalogChanged = listener;
    }

    /** All of them, in the order in which they run. */
    List<Step> all(Database database) {
        return stale ? read(database) : steps;
    }

    private synchronized List<Step> read(Database database) {
        // Before the reading: what is committed meanwhile makes it read again.
        stale = false;
        List<Step> found = new ArrayList<>();
        Reader reader = new Reader(database);
        reader.rows("sdkmessageprocessingstep").forEach(row -> reader.step(row, found));
        found.sort(Comparator.comparingInt(Step::stage).thenComparingInt(Step::rank));
        steps = List.copyOf(found);
        return steps;
    }

    /** One reading of the tables. */
    private static final class Reader {
        private final Database database;
        private final TableDefinition stepTable;
        private final Map<UUID, List<Image>> images = new HashMap<>();

        Reader(Database database) {
            this.database = database;
            this.stepTable = database.model().table("sdkmessageprocessingstep");
            TableDefinition table = database.model().table("sdkmessageprocessingstepimage");
            for (Row row : rows("sdkmessageprocessingstepimage")) {
                int type = (Integer) row.value(table.column("imagetype"));
                Reference step = (Reference) row.value(table.column("sdkmessageprocessingstepid"));
                images.computeIfAbsent(step.id(), id -> new ArrayList<>())
                        .add(new Image(
                                (String) row.value(table.column("entityalias")),
                                type != 1,
                                type != 0,
                                names(row.value(table.column("attributes")))));
            }
        }

        Iterable<Row> rows(String table) {
            return database.table(database.model().table(table)).rows();
        }

        private Row row(String table, Object reference) {
            return reference instanceof Reference to && to.table().equals(table)
                    ? database.table(database.model().table(table)).find(to.id())
                    : null;
        }

        void step(Row row, List<Step> found) {
            Row endpoint = row("serviceendpoint", value(row, "eventhandler"));
            Row message = row("sdkmessage", value(row, "sdkmessageid"));
            // Plug-ins are not run.
            if (endpoint == null || message == null || !Integer.valueOf(0).equals(value(row, "statecode"))) {
                return;
            }
            Row filter = row("sdkmessagefilter", value(row, "sdkmessagefilterid"));
            TableDefinition filters = database.model().table("sdkmessagefilter");
            found.add(new Step(
                    row.id(),
                    (String) value(row, "name"),
                    (String) message.value(database.model().table("sdkmessage").column("name")),
                    filter == null ? null : (String) filter.value(filters.column("primaryobjecttypecode")),
                    (Integer) value(row, "stage"),
                    Integer.valueOf(0).equals(value(row, "mode")),
                    value(row, "rank") instanceof Integer rank ? rank : 0,
                    names(value(row, "filteringattributes")),
                    Boolean.TRUE.equals(value(row, "asyncautodelete")),
                    value(row, "impersonatinguserid") instanceof Reference user ? user.id() : null,
                    Endpoint.of(database.model().table("serviceendpoint"), endpoint),
                    List.copyOf(images.getOrDefault(row.id(), List.of()))));
        }

        private Object value(Row row, String name) {
            ColumnDefinition column = stepTable.column(name);
            return row.value(column);
        }
    }

    /** The names in a list with commas. */
    static Set<String> names(Object list) {
        Set<String> names = new LinkedHashSet<>();
        if (list instanceof String text) {
            Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(names::add);
        }
        return names;
    }
}

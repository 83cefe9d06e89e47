package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.ValueOrder;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.UuidOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** {@code $orderby}, made unique by the primary key. */
public final class RowOrder {

    private final List<Item> items;

    private RowOrder(List<Item> items) {
        this.items = items;
    }

    /**
     * One column to order by.
     *
     * @param name as the client wrote it
     * @param property its value
     * @param descending whether great values come first
     */
    record Item(String name, Property<Row> property, boolean descending) {

        int compare(Object a, Object b) {
            int order = ValueOrder.INSTANCE.compare(a, b);
            return descending ? -order : order;
        }
    }

    /** A place in the order: the values of the items, and the primary key. */
    public record Position(List<Object> values, UUID id) {}

    /** Reads the option; null stands for the order of the primary keys. */
    public static RowOrder parse(TableDefinition table, QueryOptions options, FilterScope<Row> properties) {
        String orderBy = options.get("$orderby");
        List<Item> items = new ArrayList<>();
        if (orderBy != null && !orderBy.isBlank()) {
            for (String text : orderBy.split(",", -1)) {
                String[] words = text.strip().split("\\s+", -1);
                boolean descending = words.length == 2 && words[1].equals("desc");
                if (words.length > 2 || (words.length == 2 && !descending && !words[1].equals("asc"))) {
                    throw ApiError.badSyntax();
                }
                if (words[0].startsWith("@")) {
                    words[0] = options.alias(words[0]).text();
                }
                if (words[0].equals(table.primaryId().logicalName()) && !descending && items.isEmpty()) {
                    break; // that is the order without the option
                }
                items.add(new Item(words[0], properties.apply(words[0]), descending));
            }
        }
        return new RowOrder(items);
    }

    /** Whether it is the order of the primary keys alone. */
    public boolean isNatural() {
        return items.isEmpty();
    }

    List<Item> items() {
        return items;
    }

    public Position position(Row row) {
        List<Object> values = new ArrayList<>(items.size());
        for (Item item : items) {
            values.add(item.property().value(row));
        }
        return new Position(values, row.id());
    }

    /** Compares places. */
    public Comparator<Position> positions() {
        return (a, b) -> {
            for (int i = 0; i < items.size(); i++) {
                int order = items.get(i).compare(a.values().get(i), b.values().get(i));
                if (order != 0) {
                    return order;
                }
            }
            return UuidOrder.INSTANCE.compare(a.id(), b.id());
        };
    }
}

package io.d365hub.simulator.function;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.UuidOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Reads the Custom APIs out of their rows, and keeps what each is told to answer. Thread-safe. */
public final class CustomApis {

    private final Database database;
    private final ConcurrentMap<String, CustomApiBehavior> behaviors = new ConcurrentHashMap<>();

    public CustomApis(Database database) {
        this.database = database;
    }

    /** The Custom API with this name; case-sensitive, as all names in URLs are. */
    public Optional<CustomApi> find(String uniqueName) {
        TableDefinition table = database.model().byLogicalName("customapi").orElse(null);
        if (table == null || table.activeKeys().isEmpty()) {
            return Optional.empty();
        }
        ColumnDefinition name = table.column("uniquename");
        for (Row row : database.table(table).rows()) {
            if (uniqueName.equals(row.value(name))) {
                return Optional.of(read(table, row));
            }
        }
        return Optional.empty();
    }

    /** All of them, in the order of their ids. */
    public List<CustomApi> all() {
        List<CustomApi> apis = new ArrayList<>();
        database.model().byLogicalName("customapi").ifPresent(table -> {
            for (Row row : database.table(table).rows()) {
                apis.add(read(table, row));
            }
        });
        return apis;
    }

    private CustomApi read(TableDefinition table, Row row) {
        Integer binding = (Integer) row.value(table.column("bindingtype"));
        return new CustomApi(
                (String) row.value(table.column("uniquename")),
                CustomApi.Binding.of(binding),
                (String) row.value(table.column("boundentitylogicalname")),
                Boolean.TRUE.equals(row.value(table.column("isfunction"))),
                Boolean.TRUE.equals(row.value(table.column("isprivate"))),
                CustomApi.Steps.of((Integer) row.value(table.column("allowedcustomprocessingsteptype"))),
                parameters("customapirequestparameter", row.id()),
                parameters("customapiresponseproperty", row.id()));
    }

    private List<CustomApi.Parameter> parameters(String tableName, UUID api) {
        TableDefinition table = database.model().table(tableName);
        ColumnDefinition optional = table.column("isoptional");
        List<CustomApi.Parameter> parameters = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        database.table(table).pointing(table.column("customapiid"), api).forEach(rows::add);
        rows.sort((a, b) -> UuidOrder.INSTANCE.compare(a.id(), b.id()));
        for (Row row : rows) {
            parameters.add(new CustomApi.Parameter(
                    (String) row.value(table.column("uniquename")),
                    ParameterType.of((Integer) row.value(table.column("type"))),
                    optional != null && Boolean.TRUE.equals(row.value(optional))));
        }
        return parameters;
    }

    /** What the API is told to answer; the types' initial values when nobody has told anything. */
    public CustomApiBehavior behavior(String uniqueName) {
        return behaviors.getOrDefault(uniqueName, CustomApiBehavior.INITIAL);
    }

    /** Tells what the API answers from now on; null for the initial values. */
    public void behavior(String uniqueName, CustomApiBehavior behavior) {
        if (behavior == null) {
            behaviors.remove(uniqueName);
        } else {
            behaviors.put(uniqueName, behavior);
        }
    }
}

package io.d365hub.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.event.CallEvent;
import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.ParameterType;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The parameters and properties of a Custom API as steps are told of them: with the types of the platform. */
final class CallParameters {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Environment environment;

    CallParameters(Environment environment) {
        this.environment = environment;
    }

    /** Those that have a value; null ones that are there too. */
    List<CallEvent.Parameter> of(List<CustomApi.Parameter> declared, Function<String, JsonNode> values) {
        List<CallEvent.Parameter> parameters = new ArrayList<>();
        for (CustomApi.Parameter parameter : declared) {
            JsonNode value = values.apply(parameter.name());
            if (value != null) {
                parameters.add(new CallEvent.Parameter(parameter.name(), value(parameter.type(), value)));
            }
        }
        return parameters;
    }

    private Object value(ParameterType type, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return switch (type) {
            case BOOLEAN -> value.asBoolean();
            case DATE_TIME -> OffsetDateTime.parse(value.asText()).toInstant();
            case DECIMAL, FLOAT, INTEGER -> value.decimalValue();
            case MONEY -> new CallEvent.Money(value.decimalValue());
            case PICKLIST -> new CallEvent.Option(value.asInt());
            case STRING, GUID -> value.asText();
            case STRING_ARRAY -> texts(value);
            case ENTITY -> entity(value);
            case ENTITY_REFERENCE -> reference(value);
            case ENTITY_COLLECTION -> entities(value);
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private CallEvent.Entities entities(JsonNode array) {
        List<CallEvent.Entity> rows = new ArrayList<>();
        array.forEach(row -> rows.add(entity(row)));
        return new CallEvent.Entities(rows);
    }

    private CallEvent.Entity entity(JsonNode node) {
        TableDefinition table = table(node);
        RowInput input = environment.reader().read(table, node.toString().getBytes(StandardCharsets.UTF_8));
        Map<ColumnDefinition, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < input.size(); i++) {
            columns.put(input.column(i), input.value(i));
        }
        for (Binding binding : input.bindings()) {
            columns.put(binding.navigation().column(), binding.clears() ? null : row(binding.address()));
        }
        return new CallEvent.Entity(table, input.id() == null ? new UUID(0, 0) : input.id(), columns);
    }

    private Reference reference(JsonNode node) {
        if (node.path("@odata.id").isTextual()) {
            return row(environment.reader().address(node.path("@odata.id").asText()));
        }
        TableDefinition table = table(node);
        UUID id = Values.uuid(node.path(table.primaryId().propertyName()).asText());
        if (id == null) {
            throw PayloadError.of(table, "EdmEntityObject passed should have the key property value set.");
        }
        return new Reference(table.logicalName(), id);
    }

    private Reference row(RowAddress address) {
        Row row = Rows.find(environment, address);
        if (row == null) {
            throw address.notFound();
        }
        return new Reference(address.table().logicalName(), row.id());
    }

    private TableDefinition table(JsonNode node) {
        String type = node.path("@odata.type").asText().replace("#", "").replace(NAMESPACE, "");
        return environment
                .model()
                .byLogicalName(type)
                .orElseThrow(() -> PayloadError.of(
                        null,
                        "A type named '" + type + "' could not be resolved by the model; a row among the parameters"
                                + " needs '@odata.type' and its primary key."));
    }
}

package io.d365hub.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.event.CallEvent;
import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.ParameterType;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.RowInput;
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

    private final Environment environment;
    private final ParameterRows rows;

    CallParameters(Environment environment) {
        this.environment = environment;
        this.rows = new ParameterRows(environment);
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
            case ENTITY_REFERENCE -> rows.reference(value);
            case ENTITY_COLLECTION -> entities(value);
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private CallEvent.Entities entities(JsonNode array) {
        List<CallEvent.Entity> found = new ArrayList<>();
        array.forEach(row -> found.add(entity(row)));
        return new CallEvent.Entities(found);
    }

    private CallEvent.Entity entity(JsonNode node) {
        TableDefinition table = rows.table(node);
        RowInput input = environment.reader().read(table, node.toString().getBytes(StandardCharsets.UTF_8));
        Map<ColumnDefinition, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < input.size(); i++) {
            columns.put(input.column(i), input.value(i));
        }
        for (Binding binding : input.bindings()) {
            columns.put(binding.navigation().column(), binding.clears() ? null : rows.row(binding.address()));
        }
        return new CallEvent.Entity(table, input.id() == null ? new UUID(0, 0) : input.id(), columns);
    }
}

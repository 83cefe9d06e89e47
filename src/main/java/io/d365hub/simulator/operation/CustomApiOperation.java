package io.d365hub.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.simulator.event.CallEvent;
import io.d365hub.simulator.event.EventLog;
import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.CustomApiBehavior;
import io.d365hub.simulator.function.CustomApiCall;
import io.d365hub.simulator.function.FunctionArguments;
import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call of a Custom API: a function with GET or an action with POST; of its own, on a row or on a table. */
final class CustomApiOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final CustomApi api;
    private final CustomApiBehavior behavior;
    private final RowAddress bound;
    private final CustomApiCall call;

    /** Reads the parameters; {@code bound} is the row that it is called on, or null. */
    CustomApiOperation(
            Environment environment,
            ApiRequest request,
            PathSegment segment,
            CustomApi api,
            CustomApiBehavior behavior,
            RowAddress bound) {
        this.environment = environment;
        this.request = request;
        this.api = api;
        this.behavior = behavior;
        this.bound = bound;
        if (api.isFunction() && api.properties().isEmpty()) {
            throw ApiError.noSegment(segment.name());
        }
        this.call = new CustomApiCall(api, api.isFunction() ? arguments(segment) : arguments());
    }

    private Map<String, JsonNode> arguments(PathSegment segment) {
        return FunctionArguments.of(segment, QueryOptions.parse(request.query()));
    }

    private Map<String, JsonNode> arguments() {
        Definition body = Definition.parse(request.body());
        Map<String, JsonNode> arguments = new LinkedHashMap<>();
        for (String name : body.names()) {
            if (name.indexOf('@') < 0) {
                arguments.put(name, body.json(name));
            }
        }
        return arguments;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.FUNCTION;
    }

    @Override
    public boolean mentions(String text) {
        return bound != null && bound.mentions(text);
    }

    /** The answer, with the steps told before and after. */
    private ObjectNode told(EventLog events) {
        CallParameters parameters = new CallParameters(environment);
        List<CallEvent.Parameter> input = new ArrayList<>();
        Row row = bound == null ? null : Rows.find(environment, bound);
        if (row != null) {
            // What it is bound to is a parameter that nobody declares.
            input.add(new CallEvent.Parameter("Target", new Reference(api.boundTable(), row.id())));
        }
        input.addAll(parameters.of(api.parameters(), call::argument));
        CallEvent event = new CallEvent(
                api.uniqueName(),
                api.boundTable(),
                row == null ? null : row.id(),
                input,
                List.of(),
                request.caller().actor());
        events.calling(event);
        ObjectNode values = call.answer(behavior);
        events.called(event.answering(parameters.of(api.properties(), values::get)));
        return values;
    }

    @Override
    public Answer run(Execution execution) {
        if (bound != null && Rows.find(environment, bound) == null) {
            throw bound.notFound();
        }
        ObjectNode values = execution.events().heard()
                ? execution.write(transaction -> told(execution.events()))
                : call.answer(behavior);
        if (values.isEmpty()) {
            return new Answer(204);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(
                "@odata.context",
                request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + api.uniqueName() + "Response");
        body.setAll(values);
        return Answer.json(200, body.toString().getBytes(StandardCharsets.UTF_8));
    }
}

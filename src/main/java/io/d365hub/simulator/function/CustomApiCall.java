package io.d365hub.simulator.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PayloadError;
import java.util.Map;

/** One call of a Custom API: its parameters, checked, and its answer. */
public final class CustomApiCall {

    private static final String PLUGIN_EXCEPTION = "0x80040265";

    private final CustomApi api;
    private final Map<String, JsonNode> arguments;

    /**
     * Checks what a call carries.
     *
     * @throws ApiError when a parameter is not known, is missing or is of another type
     */
    public CustomApiCall(CustomApi api, Map<String, JsonNode> arguments) {
        this.api = api;
        this.arguments = arguments;
        arguments.keySet().forEach(this::refuseUnknown);
        for (CustomApi.Parameter parameter : api.parameters()) {
            JsonNode value = arguments.get(parameter.name());
            if (value == null || value.isNull()) {
                if (!parameter.optional()) {
                    throw missing(parameter);
                }
            } else if (!parameter.type().accepts(value)) {
                throw PayloadError.of(
                        null,
                        "Cannot convert the value of the parameter '" + parameter.name() + "' of the operation '"
                                + api.uniqueName() + "' to the expected type '"
                                + parameter.type().edmType() + "'.");
            }
        }
    }

    private void refuseUnknown(String name) {
        if (api.parameters().stream().noneMatch(parameter -> parameter.name().equals(name))) {
            throw api.isFunction()
                    ? ApiError.noSegment(api.uniqueName())
                    : PayloadError.of(
                            null,
                            "The parameter '" + name + "' in the request payload is not a valid parameter for the"
                                    + " operation '" + api.uniqueName() + "'.");
        }
    }

    /** A function without one of its parameters is another function, which nobody has declared. */
    private ApiError missing(CustomApi.Parameter parameter) {
        return api.isFunction()
                ? ApiError.noSegment(api.uniqueName())
                : new ApiError(
                        ErrorCode.REQUIRED_FIELD_MISSING, "Required field '" + parameter.name() + "' is missing.");
    }

    /** What the call carries under this name; null when nothing. */
    public JsonNode argument(String name) {
        return arguments.get(name);
    }

    /**
     * The response properties, in the order in which they were declared; empty when there are none.
     *
     * @throws ApiError when the API is told to fail
     */
    public ObjectNode answer(CustomApiBehavior behavior) {
        if (behavior.status() != null) {
            throw new ApiError(
                    behavior.status(),
                    behavior.code() == null ? PLUGIN_EXCEPTION : behavior.code(),
                    "IsvAborted",
                    behavior.message() == null ? "A plug-in has thrown an exception." : behavior.message());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (CustomApi.Parameter property : api.properties()) {
            JsonNode told =
                    behavior.response() == null ? null : behavior.response().get(property.name());
            JsonNode echoed = behavior.echo() ? arguments.get(property.name()) : null;
            answer.set(
                    property.name(),
                    told != null
                            ? told
                            : echoed != null ? echoed : property.type().initial());
        }
        return answer;
    }
}

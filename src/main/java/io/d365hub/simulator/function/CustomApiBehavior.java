package io.d365hub.simulator.function;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a Custom API does when it is called, in the place of its plug-in.
 *
 * @param response values of response properties; null for none
 * @param echo whether a property that {@code response} does not give takes the value of the parameter of the same name
 * @param status the status of an error to answer instead; null for success
 * @param code the error's code; null for that of a plug-in's exception
 * @param message the error's message
 */
public record CustomApiBehavior(JsonNode response, boolean echo, Integer status, String code, String message) {

    /** No plug-in. */
    public static final CustomApiBehavior INITIAL = new CustomApiBehavior(null, false, null, null, null);

    public CustomApiBehavior {
        if (response != null && !response.isObject()) {
            throw new IllegalArgumentException("'response' must be an object");
        }
        if (status != null && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("'status' must be one of an error, from 400 to 599");
        }
    }
}

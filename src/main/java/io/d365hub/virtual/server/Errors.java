package io.d365hub.virtual.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.virtual.odata.ODataAnswer;
import io.d365hub.virtual.odata.ODataFault;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors of the door itself, in OData's form. */
final class Errors {

    private Errors() {}

    static ODataAnswer answer(ODataFault fault) {
        ObjectNode error =
                JsonNodeFactory.instance.objectNode().put("code", fault.code()).put("message", fault.getMessage());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("OData-Version", "4.0");
        headers.put("Content-Type", "application/json;odata.metadata=minimal");
        headers.put("Cache-Control", "no-store");
        if (fault.status() == 401) {
            headers.put("WWW-Authenticate", "ApiKey");
        }
        if (fault.status() == 405) {
            headers.put("Allow", "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS");
        }
        fault.retryAfter().ifPresent(wait -> headers.put("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        return new ODataAnswer(
                fault.status(),
                headers,
                JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>set("error", error)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }
}

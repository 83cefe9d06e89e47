package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Faults of a case in the words of the simulator's own ({@code docs/simulator.md}); a few have shorter names here. */
final class TrialFaults {

    private static final int BAD_REQUEST = 400;
    /** A plug-in's own exception; what is unexpected, which a 400 says otherwise, may pass (dataverse-web-api.md section 12). */
    private static final String REFUSED_BY_PLUG_IN = "0x80040265";

    private TrialFaults() {}

    static JsonNode of(JsonNode written) {
        if (!(written instanceof ObjectNode object)) {
            return written;
        }
        ObjectNode fault = object.deepCopy();
        if (fault.path("lostAnswer").asBoolean()) {
            fault.put("dropResponse", true);
        }
        if (fault.path("expiredToken").asBoolean()) {
            fault.put("preset", "tokenExpired");
        }
        if (fault.hasNonNull("badRow")) {
            fault.put("matchKey", fault.get("badRow").asText());
            if (!fault.has("status")) {
                fault.put("status", 400);
            }
            if (!fault.has("code") && fault.get("status").asInt() == BAD_REQUEST) {
                fault.put("code", REFUSED_BY_PLUG_IN);
            }
            if (!fault.has("times")) {
                fault.put("times", 0);
            }
        }
        if (fault.path("retryAfter").isNumber()) {
            fault.put("retryAfter", fault.get("retryAfter").asText());
        }
        fault.remove("lostAnswer");
        fault.remove("expiredToken");
        fault.remove("badRow");
        return fault;
    }
}

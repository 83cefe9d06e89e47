package io.d365hub.dataverse.client;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * What an answer says about an error.
 *
 * @param code as sent, hexadecimal or decimal; empty when there was none
 * @param message the service's words on one line and cut to a readable length; empty when there were none
 * @param json whether the body was JSON at all
 * @param error whether it was in the form of an error
 */
record ErrorBody(String code, String message, boolean json, boolean error) {

    private static final int LONGEST_MESSAGE = 500;

    private static final ErrorBody NONE = new ErrorBody("", "", false, false);

    static ErrorBody of(WireResponse response) {
        if (response.body().length == 0) {
            return NONE;
        }
        try {
            JsonNode root = Json.MAPPER.readTree(response.body());
            JsonNode error = root.path("error");
            if (error.isObject()) {
                return new ErrorBody(
                        error.path("code").asText(""),
                        oneLine(error.path("message").asText("")),
                        true,
                        true);
            }
            // The form of older endpoints.
            return new ErrorBody(
                    root.path("ErrorCode").asText(""),
                    oneLine(root.path("Message").asText("")),
                    true,
                    root.has("Message"));
        } catch (IOException notJson) {
            return NONE;
        }
    }

    /** Whether a member of this name at the top of an answer makes it one that tells of an error. */
    static boolean isForm(String name, JsonToken value) {
        return (name.equals("error") && value == JsonToken.START_OBJECT) || name.equals("Message");
    }

    static String oneLine(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE - 3) + "...";
    }
}

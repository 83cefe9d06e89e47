package io.d365hub.simulator.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.Preferences;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/** Errors as JSON, with the annotations that the client asked for. */
public final class ErrorAnswers {

    private static final String PREFIX = "Microsoft.PowerApps.CDS.";
    private static final String DETAILS = PREFIX + "ErrorDetails.";
    private static final UUID STEP = UUID.nameUUIDFromBytes(new byte[] {1});

    private ErrorAnswers() {}

    public static Answer of(ApiError error, Preferences preferences) {
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.getMessage());
            if (!preferences.annotations().isEmpty()) {
                annotations(json, error, preferences);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
        return Answer.json(error.status(), body);
    }

    private static void annotations(JsonGenerator json, ApiError error, Preferences preferences) throws IOException {
        for (Map.Entry<String, String> detail : error.details().entrySet()) {
            write(json, preferences, DETAILS + detail.getKey(), detail.getValue());
        }
        write(json, preferences, DETAILS + "ApiExceptionSourceKey", "Plugin/Microsoft.Crm.ObjectModel.EntityService");
        write(json, preferences, DETAILS + "ApiStepKey", STEP.toString());
        write(json, preferences, DETAILS + "ApiDepthKey", "1");
        write(json, preferences, DETAILS + "ApiActivityIdKey", UUID.randomUUID().toString());
        write(json, preferences, DETAILS + "ApiPluginSolutionNameKey", "System");
        write(json, preferences, DETAILS + "ApiStepSolutionNameKey", "System");
        write(
                json,
                preferences,
                DETAILS + "ApiExceptionCategory",
                error.status() < 500 ? "ClientError" : "SystemFailure");
        write(json, preferences, DETAILS + "ApiExceptionMessageName", error.messageName());
        write(json, preferences, DETAILS + "ApiExceptionHttpStatusCode", Integer.toString(error.status()));
        String link = "http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a"
                + error.code().replace("0x", "") + "&client=platform";
        write(json, preferences, PREFIX + "HelpLink", link);
        write(json, preferences, PREFIX + "InnerError.Message", error.getMessage());
    }

    private static void write(JsonGenerator json, Preferences preferences, String name, String text)
            throws IOException {
        if (preferences.wants(name)) {
            json.writeStringField("@" + name, text);
        }
    }
}

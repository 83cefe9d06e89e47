package io.d365hub.simulator.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Known troubles of the real service, by name, with the status, code and text that were recorded or documented. */
public enum FaultPreset {
    DEADLOCK(
            "deadlock",
            500,
            "0x80044150",
            " Sql error: Generic SQL error. CRM ErrorCode: -2147204784 Sql ErrorCode: -2146232060 Sql Number: 1205"),
    SQL_TIMEOUT(
            "sqlTimeout",
            500,
            "0x80044151",
            " Sql error: SQL timeout expired. CRM ErrorCode: -2147204783 Sql ErrorCode: -2146232060 Sql Number: -2"),
    UPSERT_RACE("upsertRace", 412, "0x80040237", "A record with matching key values already exists."),
    UNEXPECTED("unexpected", 500, "0x80040216", "An unexpected error occurred."),
    PLUGIN("plugin", 400, "0x80040265", "The plug-in refused the row."),
    SANDBOX("sandbox", 500, "0x8004418d", "The Microsoft Dynamics CRM Sandbox Host Service is not available."),
    UNAVAILABLE("unavailable", 503, "0x80040216", "The service is unavailable."),
    GATEWAY_TIMEOUT("gatewayTimeout", 504, "0x80040216", "The operation has timed out."),
    TOKEN_EXPIRED("tokenExpired", 401, "0x8005f101", "The access token has expired."),
    DELTA_EXPIRED(
            "deltaExpired",
            400,
            "0x80044352",
            "Version stamp associated with the client has expired. Please perform a full sync.");

    private final String text;
    private final int status;
    private final String code;
    private final String message;

    FaultPreset(String text, int status, String code, String message) {
        this.text = text;
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** The name in JSON. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The preset with this name. */
    @JsonCreator
    public static FaultPreset of(String text) {
        return Arrays.stream(values())
                .filter(preset -> preset.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no preset; known are "
                        + Arrays.stream(values()).map(FaultPreset::text).toList()));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String message() {
        return message;
    }
}

package io.d365hub.simulator.odata;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is an error. Carries no stack trace: it is a result, and it is made thousands of times a second. */
@SuppressWarnings("serial") // never serialized
public final class ApiError extends RuntimeException {

    private final int status;
    private final String code;
    private final String messageName;
    private final Map<String, String> details = new LinkedHashMap<>();

    public ApiError(ErrorCode error, String message) {
        this(error.status(), error.code(), error.messageName(), message);
    }

    /** An error that a fault asked for. */
    public ApiError(int status, String code, String messageName, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.messageName = messageName;
    }

    /** Adds {@code @Microsoft.PowerApps.CDS.ErrorDetails.<name>}, sent when the client asks for annotations. */
    public ApiError with(String name, String text) {
        details.put(name, text);
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String messageName() {
        return messageName;
    }

    public Map<String, String> details() {
        return details;
    }

    /** "Error in query syntax", with the code that current builds use. */
    public static ApiError badSyntax() {
        return new ApiError(ErrorCode.MALFORMED_REQUEST, "Bad Request - Error in query syntax.");
    }

    /** A path segment that names nothing. */
    public static ApiError noSegment(String segment) {
        return new ApiError(ErrorCode.SEGMENT_NOT_FOUND, "Resource not found for the segment '" + segment + "'.");
    }

    /** A property in a query that the type does not have. */
    public static ApiError noProperty(String property, String typeName) {
        return new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "Could not find a property named '" + property + "' on type '" + typeName + "'.");
    }

    /** Something that Dataverse can do and the simulator cannot. */
    public static ApiError notSimulated(String what) {
        return new ApiError(
                ErrorCode.NOT_SIMULATED,
                "The simulator does not do " + what + "; docs/simulator.md lists what it does.");
    }
}

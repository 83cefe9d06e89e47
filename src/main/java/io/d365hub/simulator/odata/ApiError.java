package io.d365hub.simulator.odata;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is an error. Carries no stack trace: it is a result, and it is made thousands of times a second. */
@SuppressWarnings("serial") // never serialized
public final class ApiError extends RuntimeException {

    private final ErrorCode kind;
    private final int status;
    private final String code;
    private final String messageName;
    private final Map<String, String> details = new LinkedHashMap<>();

    public ApiError(ErrorCode error, String message) {
        this(error, error.status(), error.code(), error.messageName(), message);
    }

    /** An error that a fault asked for. */
    public ApiError(int status, String code, String messageName, String message) {
        this(null, status, code, messageName, message);
    }

    private ApiError(ErrorCode kind, int status, String code, String messageName, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.status = status;
        this.code = code;
        this.messageName = messageName;
    }

    /** Adds {@code @Microsoft.PowerApps.CDS.ErrorDetails.<name>}, sent when the client asks for annotations. */
    public ApiError with(String name, String text) {
        details.put(name, text);
        return this;
    }

    /** Which error it is, or null when a fault made it up. */
    public ErrorCode kind() {
        return kind;
    }

    /** The same words, status and code as another kind of error, so that a switch can change them for it alone. */
    public ApiError of(ErrorCode otherKind) {
        return copy(otherKind, status, code);
    }

    /** The same error with another status and code. */
    ApiError as(int otherStatus, String otherCode) {
        return copy(kind, otherStatus, otherCode);
    }

    private ApiError copy(ErrorCode otherKind, int otherStatus, String otherCode) {
        ApiError same = new ApiError(otherKind, otherStatus, otherCode, messageName, getMessage());
        same.details.putAll(details);
        return same;
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
        return new ApiError(ErrorCode.BAD_SYNTAX, "Bad Request - Error in query syntax.");
    }

    /** A path segment that names nothing. */
    public static ApiError noSegment(String segment) {
        return new ApiError(ErrorCode.SEGMENT_NOT_FOUND, "Resource not found for the segment '" + segment + "'.");
    }

    /** A property in a query that the type does not have. */
    public static ApiError noProperty(String property, String typeName) {
        return new ApiError(
                ErrorCode.NO_PROPERTY,
                "Could not find a property named '" + property + "' on type '" + typeName + "'.");
    }

    /** Something that Dataverse can do and the simulator cannot. */
    public static ApiError notSimulated(String what) {
        return new ApiError(
                ErrorCode.NOT_SIMULATED,
                "The simulator does not do " + what + "; docs/simulator.md lists what it does.");
    }
}

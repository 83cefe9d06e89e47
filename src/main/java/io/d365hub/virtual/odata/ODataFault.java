package io.d365hub.virtual.odata;

import io.d365hub.virtual.SourceException;
import java.time.Duration;
import java.util.Optional;

/** A request that is answered with an error. Has no stack trace: it is an answer. */
public final class ODataFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String target;
    private final transient Optional<Duration> retryAfter;

    private ODataFault(int status, String code, String message, String target, Optional<Duration> retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.target = target;
        this.retryAfter = retryAfter;
    }

    /**
     * An error.
     *
     * @param code a word for programs, e.g. {@code UnsupportedFilter}
     * @param message a sentence for people
     * @param target the query option, header or property at fault; may be empty
     */
    public static ODataFault of(int status, String code, String message, String target) {
        return new ODataFault(status, code, message, target, Optional.empty());
    }

    /** An error that is worth another try. */
    public static ODataFault retry(int status, String code, String message, Duration after) {
        return new ODataFault(status, code, message, "", Optional.of(after));
    }

    static ODataFault badRequest(String message, String target) {
        return of(400, "BadRequest", message, target);
    }

    static ODataFault unsupported(String message, String target) {
        return of(501, "NotSupported", message, target);
    }

    static ODataFault of(SourceException e) {
        String code =
                switch (e.kind()) {
                    case BAD_REQUEST -> "BadRequest";
                    case FORBIDDEN -> "SourceForbids";
                    case CONFLICT -> "KeyTaken";
                    case UNSUPPORTED -> "NotSupported";
                    case WRONG_DATA -> "WrongDataFromSource";
                    case FAILED -> "SourceFailed";
                    case UNAVAILABLE -> "SourceUnavailable";
                    case TIMEOUT -> "SourceTimeout";
                };
        Optional<Duration> retryAfter = e.kind() == SourceException.Kind.UNAVAILABLE
                ? Optional.of(e.retryAfter().orElse(Duration.ofSeconds(5)))
                : e.retryAfter();
        return new ODataFault(e.kind().status(), code, e.getMessage(), e.target(), retryAfter);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String target() {
        return target;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}

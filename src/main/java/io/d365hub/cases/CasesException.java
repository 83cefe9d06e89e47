package io.d365hub.cases;

/** What cases are about cannot be tried. The message says what, why, and what to do about it. */
public final class CasesException extends RuntimeException {

    CasesException(String message) {
        super(message);
    }

    CasesException(String message, Throwable cause) {
        super(message, cause);
    }
}

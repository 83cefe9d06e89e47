package io.d365hub.cases;

/** A file of cases cannot be used. The message names file and line, says why, and what to do about it. */
public final class CasesException extends RuntimeException {

    CasesException(String message) {
        super(message);
    }

    CasesException(String message, Throwable cause) {
        super(message, cause);
    }
}

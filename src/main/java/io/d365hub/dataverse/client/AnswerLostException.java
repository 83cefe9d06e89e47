package io.d365hub.dataverse.client;

/** A request was sent and its answer never came whole: it may have been carried out. Does not leave this package. */
final class AnswerLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnswerLostException(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }
}

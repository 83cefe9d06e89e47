package io.d365hub.cli;

/** Ends a command with an exit code and sentences for the person at the terminal, without a stack trace. */
final class CommandFailedException extends RuntimeException {

    private final int exitCode;

    CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}

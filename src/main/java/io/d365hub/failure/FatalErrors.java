package io.d365hub.failure;

/**
 * For loops that must go on whatever one round throws: an {@link Error} too, since libraries throw {@link AssertionError} where a
 * connection closes at a bad moment, and a thread that is gone stores nothing any more. Only when the virtual machine itself is in
 * trouble, as without memory, no round after it can be trusted.
 */
public final class FatalErrors {

    private FatalErrors() {}

    /** Throws it again when nothing may go on after it; else returns, for the caller to tell it and try again. */
    public static void rethrow(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}

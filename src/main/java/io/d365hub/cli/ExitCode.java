package io.d365hub.cli;

/** What the exit codes of {@code ./hub} mean. */
public final class ExitCode {

    public static final int OK = 0;

    /** The command worked and found something wrong: a finding, a dead letter, a refusal. */
    public static final int FOUND = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    /** The surroundings are wrong: no hub running, port taken, file locked, broker's disk broken. */
    public static final int ENVIRONMENT = 3;

    private ExitCode() {}
}

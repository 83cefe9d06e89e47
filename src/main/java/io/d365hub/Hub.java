package io.d365hub;

import io.d365hub.cli.HubCommand;

/** The main class: {@code ./hub} calls it with the words of the command line. */
public final class Hub {

    private Hub() {}

    public static void main(String[] arguments) {
        int exitCode = HubCommand.run(arguments);
        System.exit(exitCode);
    }
}

package io.d365hub;

import io.d365hub.cli.HubCommand;

/** The main class: {@code ./hub} calls it with the words of the command line. */
public final class Hub {

    /** 8 KiB shifted by it is what Netty takes of the heap at a time. */
    private static final String BUFFER_CHUNK = "io.netty.allocator.maxOrder";

    private Hub() {}

    public static void main(String[] arguments) {
        // 1 MiB for each of its eight arenas; the usual 4 MiB are an eighth of a heap of 256 MB, and nearly empty.
        if (System.getProperty(BUFFER_CHUNK) == null) {
            System.setProperty(BUFFER_CHUNK, "7");
        }
        int exitCode = HubCommand.run(arguments);
        System.exit(exitCode);
    }
}

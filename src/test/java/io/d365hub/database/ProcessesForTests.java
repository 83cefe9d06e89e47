package io.d365hub.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a main class of the tests as a process of its own, with this one's class path. */
final class ProcessesForTests {

    private ProcessesForTests() {}

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Returns when the process prints the line; fails when it ends before. */
    static void awaitLine(Process process, String line) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String read;
        do {
            read = out.readLine();
            if (read == null) {
                throw new IllegalStateException("The process ended before it printed '" + line + "'");
            }
        } while (!read.contains(line));
    }
}

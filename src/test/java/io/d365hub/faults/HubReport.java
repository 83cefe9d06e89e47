package io.d365hub.faults;

import io.d365hub.HubProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** What a hub does that should be done: for the message of a test that has lost its patience, as nobody sees its process afterwards. */
final class HubReport {

    /** Of threads that move messages, and of those that wait for a lock. */
    private static final List<String> WORTH_READING = List.of("\"lane-", "\"ingest-", "State: BLOCKED", "deadlock");

    private static final int MOST_FRAMES = 14;
    private static final int MOST_LINES = 40;

    private HubReport() {}

    static String of(HubProcess hub) {
        return "Ledger: " + told(() -> hub.adminText("ledger", null))
                + "\nStatus: " + told(() -> hub.adminText("status", null))
                + "\nThreads:\n" + told(() -> threads(hub))
                + "\nOutput:\n" + lastLines(hub.output());
    }

    /** A hub that does not answer is worth reading too. */
    private static String told(Callable<String> question) {
        try {
            return question.call();
        } catch (Exception e) {
            return "(" + e + ")";
        }
    }

    private static String threads(HubProcess hub) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(hub.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        String all = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return Arrays.stream(all.split("\n\n"))
                .filter(thread -> WORTH_READING.stream().anyMatch(thread::contains))
                .map(thread -> thread.lines().limit(MOST_FRAMES).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n\n"));
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
}

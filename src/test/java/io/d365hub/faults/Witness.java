package io.d365hub.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step of the tests' route, inside the hub's process: writes down each message that is worked on, so that the order is
 * known beyond the death of the process. A message that says so ends the process instead, as a crash of the virtual
 * machine does.
 */
public final class Witness implements Processor {

    /** System property of the hub: the file to write to; none is written without it. */
    static final String FILE = "witness.file";

    /** A message with this text halts the hub. */
    static final String HALT = "\"halt\":true";

    static final int HALTED = 86;

    /** With a message with this text the route takes memory without end. */
    static final String MEMORY = "\"memory\":true";

    /** What a virtual machine ends with that is told to end when its memory is used up. */
    static final int OUT_OF_MEMORY = 3;

    private static final int MOST_MEBIBYTES = 100_000;
    private static final Pattern KEY = Pattern.compile("\"account\":\"([^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":(\\d+)");

    @Override
    public void process(Exchange exchange) throws IOException {
        String body = exchange.getMessage().getBody(String.class);
        String file = System.getProperty(FILE);
        if (file != null) {
            note(Path.of(file), body);
        }
        if (body.contains(HALT)) {
            Runtime.getRuntime().halt(HALTED);
        }
        List<byte[]> taken = new ArrayList<>();
        while (body.contains(MEMORY)) {
            taken.add(new byte[1 << 20]);
            if (taken.size() > MOST_MEBIBYTES) {
                throw new IOException("The heap has no end");
            }
        }
    }

    private static void note(Path file, String body) throws IOException {
        Matcher key = KEY.matcher(body);
        Matcher value = VALUE.matcher(body);
        if (key.find() && value.find()) {
            String line = ProcessHandle.current().pid() + " " + key.group(1) + " " + value.group(1) + "\n";
            // One write call, so that a kill cannot tear the line.
            Files.write(
                    file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}

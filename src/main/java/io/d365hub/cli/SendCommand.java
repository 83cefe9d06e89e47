package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub send}: posts each line of a file and tells what became of the messages. */
@Command(
        name = "send",
        description = "Posts each line of an NDJSON file as one message and tells what became of them.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    private static final int SHOWN_REASONS = 5;

    /** Set by the launcher when the output is a terminal; System.console() no longer tells on newer JDKs. */
    private static final String TERMINAL = "hub.terminal";

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "INTEGRATION", description = "The integration, e.g. webshop-orders.")
    private String integration;

    @Parameters(index = "1", paramLabel = "FILE", description = "One message a line.")
    private Path file;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait until all are settled (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Option(names = "--json", description = "Print the totals as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(file)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Nothing was sent. There is no readable file " + file + ".");
        }
        long lines = countLines();
        PrintWriter out = spec.commandLine().getOut();
        Sending sending = new Sending(new PushClient(url(), key()), integration);
        ProgressBar bar = new ProgressBar(json || !Boolean.getBoolean(TERMINAL) ? null : out, lines);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    sending.send(line);
                    bar.show("sending", sending.answered());
                }
            }
        }
        sending.awaitAnswers();
        Map<String, Long> states = new TreeMap<>(Map.of("delivered", 0L, "dead", 0L));
        states.putAll(sending.awaitSettled(
                Duration.ofSeconds(waitSeconds), settled -> bar.show("settling", sending.refused() + settled)));
        bar.clear();
        print(out, sending, states);
        return sending.refused() == 0 && states.get("dead") == 0 && states.getOrDefault("queued", 0L) == 0
                ? ExitCode.OK
                : ExitCode.FOUND;
    }

    private void print(PrintWriter out, Sending sending, Map<String, Long> states) {
        if (json) {
            ObjectNode totals = AdminClient.JSON
                    .createObjectNode()
                    .put("accepted", sending.accepted())
                    .put("refused", sending.refused());
            states.forEach(totals::put);
            out.println(totals.toPrettyString());
            return;
        }
        StringBuilder line = new StringBuilder("accepted " + sending.accepted());
        states.forEach(
                (state, count) -> line.append(" / ").append(state).append(' ').append(count));
        out.println(line);
        if (sending.refused() > 0) {
            out.println("refused at the door " + sending.refused() + ", for example:");
            sending.refusals().stream().limit(SHOWN_REASONS).forEach(reason -> out.println("  " + reason));
        }
        if (states.get("dead") > 0) {
            out.println("Why: ./hub dead-letters causes");
        }
        if (states.getOrDefault("queued", 0L) > 0) {
            out.println("Still queued after " + waitSeconds + " s. Why: ./hub status");
        }
    }

    private long countLines() throws IOException {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank()).count();
        }
    }

    private String url() {
        Settings settings = hub.settings();
        String host = settings.text("hub.http.host");
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + settings.port("hub.http.port");
    }

    private String key() {
        String given = System.getenv("HUB_API_KEY");
        if (given != null) {
            return given;
        }
        Path keyFile = hub.settings().path("hub.data").resolve("dev-api-key");
        try {
            return Files.readString(keyFile).strip();
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "Nothing was sent. There is no readable " + keyFile
                            + ". Start a development hub with './hub run', or give a client's key in HUB_API_KEY.");
        }
    }

    /** The state that an answer of {@code GET /messages/{id}} tells. */
    static String state(JsonNode answer) {
        return answer.path("state").asText("unknown");
    }
}

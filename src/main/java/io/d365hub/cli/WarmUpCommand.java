package io.d365hub.cli;

import io.d365hub.HubServer;
import io.d365hub.Settings;
import io.d365hub.access.DevelopmentKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts a whole hub on free ports with a data folder that is thrown away, lets one sample message through, and stops: so
 * the launcher can have the virtual machine write the classes that a start needs into an archive, which halves the time of
 * every start that follows.
 */
@Command(name = "warm-up", hidden = true, description = "Runs through a start once, for the launcher.")
final class WarmUpCommand implements Callable<Integer> {

    private static final Path SAMPLE = Path.of("samples/orders.ndjson");
    private static final long LONGEST_SECONDS = 20;

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("hub-warm-up");
        Map<String, String> environment = new HashMap<>(Map.of("HUB_DATA", data.toString(), "HUB_MODE", "development"));
        for (String face : List.of("HTTP", "MANAGEMENT", "SIMULATOR", "BROKER")) {
            environment.put("HUB_" + face + "_PORT", String.valueOf(freePort()));
        }
        Settings settings = Settings.load(Path.of(""), Path.of(Settings.DEFAULT_FILE), environment);
        try (HubServer hub = HubServer.start(settings, failure -> {})) {
            pushSample(settings, hub.developmentKey().map(DevelopmentKey::key).orElseThrow());
            ReadyBlock.text(settings, hub, 0);
        } finally {
            delete(data);
        }
        return ExitCode.OK;
    }

    private static void pushSample(Settings settings, String key) throws Exception {
        if (!Files.exists(SAMPLE)) {
            return;
        }
        String message;
        try (Stream<String> lines = Files.lines(SAMPLE, StandardCharsets.UTF_8)) {
            message = lines.findFirst().orElse("{}");
        }
        PushClient client = new PushClient("http://127.0.0.1:" + settings.port("hub.http.port"), key);
        String id = PushClient.json(client.push("webshop-orders", message)
                        .get(LONGEST_SECONDS, TimeUnit.SECONDS)
                        .body())
                .path("id")
                .asText();
        client.message(id).get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

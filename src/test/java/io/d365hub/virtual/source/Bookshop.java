package io.d365hub.virtual.source;

import static org.awaitility.Awaitility.await;

import io.d365hub.NpmFolder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** SAP CAP, as npm delivers it, with the bookshop of {@code src/test/resources/clients/bookshop}, as a process of its own. */
public final class Bookshop implements AutoCloseable {

    private static final Path PROJECT = Path.of("src", "test", "resources", "clients", "bookshop");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private Bookshop(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; skips the test when it cannot be had. */
    public static Bookshop start(Map<String, String> environment) throws IOException, InterruptedException {
        Path folder = NpmFolder.require(
                "bookshop", "@sap/cds@9.9.3", "@cap-js/sqlite@2.4.2", "express@4.21.2", "sql.js@1.13.0");
        copy(folder);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder("node", "node_modules/@sap/cds/bin/serve.js")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bookshop-" + port + ".log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PORT", Integer.toString(port));
        Bookshop bookshop = new Bookshop(builder.start(), port);
        await("SAP CAP serves on " + port)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(bookshop::answers);
        return bookshop;
    }

    private static void copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(PROJECT.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) root().resolve("$metadata").toURL().openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The root of the service. */
    public URI root() {
        return URI.create("http://localhost:" + port + "/odata/v4/bookshop/");
    }

    @Override
    public void close() {
        process.destroy();
    }
}

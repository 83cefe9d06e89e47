package io.d365hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at the terminal reads when a command meets something that is no hub, or not yet. */
class AdminClientTest {

    @TempDir
    private Path data;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPortWithoutAdminApiIsToldAsAHubThatStarts() throws IOException {
        // Given a port that is open, and has no addresses yet
        byte[] page = "<html><body><h1>Resource not found</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });

        // When
        StringWriter err = new StringWriter();
        int exitCode = status(err);

        // Then
        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString()).contains("does not take commands yet", "try again", "HUB_MANAGEMENT_PORT");
    }

    @Test
    void whatTheAdminApiItselfDoesNotKnowIsToldInItsWords() throws IOException {
        // Given
        byte[] problem =
                "{\"what\":\"No.\",\"why\":\"There is nothing.\",\"mend\":\"Look.\"}".getBytes(StandardCharsets.UTF_8);
        server.createContext("/admin/", exchange -> {
            exchange.sendResponseHeaders(404, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        });

        // When
        StringWriter err = new StringWriter();
        int exitCode = status(err);

        // Then
        assertThat(exitCode).isOne();
        assertThat(err.toString()).contains("No. There is nothing. Look.");
    }

    private int status(StringWriter err) throws IOException {
        Files.writeString(data.resolve("admin-token"), "token");
        Path settings = Files.writeString(
                data.resolve("hub.properties"),
                "hub.data = " + data + "\nhub.management.port = "
                        + server.getAddress().getPort() + "\n");
        return HubCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "status",
                "--config",
                settings.toString());
    }
}

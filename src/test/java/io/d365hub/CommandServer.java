package io.d365hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.d365hub.cli.HubCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs commands of {@code ./hub} in the folder that it was started in, one after another, for a script in the place of {@code ./hub}: a
 * hundred commands then cost one start of Java. Prints its port; ends when its input ends.
 */
final class CommandServer {

    private static final int NO_MORE = -1;

    private CommandServer() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", CommandServer::run);
        server.start();
        System.out.println("port " + server.getAddress().getPort());
        int read = System.in.read();
        while (read != NO_MORE) {
            read = System.in.read();
        }
        server.stop(0);
    }

    /** The words are separated by NUL; the first one is the folder for what the command says. */
    private static void run(HttpExchange exchange) throws IOException {
        String[] words = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
        Path said = Path.of(words[0]);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(said.resolve("out")), true);
                PrintWriter err = new PrintWriter(Files.newBufferedWriter(said.resolve("err")), true)) {
            int exitCode = HubCommand.run(out, err, Arrays.copyOfRange(words, 1, words.length - 1));
            Files.writeString(said.resolve("exit"), String.valueOf(exitCode));
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }
}

package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Calls the admin API of the hub that runs with the same settings, with the token from its data folder. */
final class AdminClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final String base;
    private final Optional<Path> ownToken;
    private final Path tokenFile;
    private final String operator;

    AdminClient(HubCommand hub) {
        Settings settings = hub.settingsOfRunningHub();
        this.operator = hub.operator();
        String host = settings.text("hub.management.host");
        this.base = "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":"
                + settings.port("hub.management.port") + "/admin/";
        this.ownToken = hub.token();
        this.tokenFile = ownToken.orElse(settings.path("hub.data").resolve("admin-token"));
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode delete(String path) {
        return send(request(path).DELETE());
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, body, ANSWER);
    }

    /** The same for what takes its time. */
    JsonNode post(String path, JsonNode body, Duration limit) {
        return send(request(path)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Posts lines of JSON. */
    JsonNode postLines(String path, String lines) {
        return send(request(path).header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofString(lines)));
    }

    /** Copies an answer of any length; returns how many lines it had. */
    long copyLines(String path, PrintWriter out) {
        try {
            HttpResponse<InputStream> response = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw refused(response.statusCode(), read(body.readAllBytes()));
                }
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
                long count = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out.println(line);
                    count++;
                }
                return count;
            }
        } catch (ConnectException e) {
            throw notReached();
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "The hub stopped in the middle of its answer; what was written is not whole.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }

    /** A value as it may stand in a path or query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("X-Hub-Operator", encoded(operator))
                .header("Authorization", "Bearer " + token());
    }

    private String token() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            if (ownToken.isPresent()) {
                throw new CommandFailedException(
                        ExitCode.ENVIRONMENT, "No hub was asked. The token in " + tokenFile + " cannot be read.");
            }
            throw new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "No hub was reached. There is no readable " + tokenFile
                            + ", so no hub has run with this data folder. Start it with './hub run',"
                            + " or name its data folder with HUB_DATA.");
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (HttpConnectTimeoutException e) {
            throw notReached();
        } catch (HttpTimeoutException e) {
            throw new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "The hub took the command and has not answered in time. It may still be at it: look with './hub status'"
                            + " before you give the command again.");
        } catch (IOException e) {
            throw notReached();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "Interrupted.");
        }
        JsonNode answer = read(response.body());
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return answer;
        }
        throw refused(status, answer);
    }

    private CommandFailedException notReached() {
        return new CommandFailedException(
                ExitCode.ENVIRONMENT,
                "No hub was reached. Nothing answers on " + base
                        + ". Start it with './hub run', or name its port with HUB_MANAGEMENT_PORT.");
    }

    private CommandFailedException refused(int status, JsonNode answer) {
        // The admin API says in JSON what is not there. Its port is open before it is.
        if (status == 404 && answer.isMissingNode()) {
            return new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "The hub does not take commands yet: what answers on " + base
                            + " knows no admin API. A hub that is starting"
                            + " takes them in some seconds, try again then; if it stays so, the port is another program's:"
                            + " name the hub's with HUB_MANAGEMENT_PORT.");
        }
        if (answer.has("excerpt")) {
            return new CommandFailedException(
                    ExitCode.USAGE,
                    words(status, answer)
                            + System.lineSeparator()
                            + answer.path("excerpt").asText().indent(2).stripTrailing());
        }
        return new CommandFailedException(
                status >= 500 || status == 401 ? ExitCode.ENVIRONMENT : ExitCode.FOUND, words(status, answer));
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static String words(int status, JsonNode problem) {
        if (problem.has("what")) {
            return problem.path("what").asText() + " " + problem.path("why").asText() + " "
                    + problem.path("mend").asText();
        }
        String detail = problem.path("detail").asText(problem.path("title").asText(""));
        return detail.isEmpty() ? "The hub answered " + status + "." : detail;
    }
}

package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.KEY;
import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.json;
import static io.d365hub.intake.IntakeFixture.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from callers that are broken, slow or hostile, byte by byte over a socket where a client would mend it. */
@Timeout(300)
class HostileRequestsTest {

    private static final int BODIES_LIMIT = 300_000;

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture(new IntakeSettings(
            1 << 20,
            Duration.ofMillis(500),
            BODIES_LIMIT,
            IntakeSettings.DEFAULT_LINE_LIMIT,
            IntakeSettings.DEFAULT_QUEUE_LIMIT,
            IntakeSettings.DEFAULT_IDEMPOTENCY_RETENTION,
            MessageLimits.defaults()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "POST /push/webshop-orders HTTP/9.9\r\n\r\n",
                "POST /push/webshop-orders HTTP/1.1\r\nno colon\r\n\r\n",
                "POST /push/webshop-orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /push/webshop-orders HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /push/webshop-orders HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET push HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            })
    void malformedHttpIsAnsweredWithAClientErrorAndNoStackTrace(String request) throws Exception {
        // When
        String answer = hub.raw(request);
        // Then
        assertThat(answer)
                .matches("(?s)(HTTP/\\d\\.\\d (4\\d\\d|501) .*)?")
                .doesNotContain("Exception", "\tat ", "io.vertx");
    }

    @Test
    void aHugeHeaderIsRefused() throws Exception {
        assertThat(hub.raw("POST /push/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + "k".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void aBodyAnnouncedTooLargeIsRefusedBeforeItComes() throws Exception {
        // Given
        try (Socket socket = connect()) {
            // When
            write(socket, head("Content-Length: 99999999"));
            // Then
            assertThat(readUntil(socket, "}")).startsWith("HTTP/1.1 413").contains("connection: close");
        }
    }

    @Test
    void anEndlessBodyIsCutOff() throws Exception {
        // Given
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(UTF_8);
        try (Socket socket = connect()) {
            write(socket, head("Transfer-Encoding: chunked"));
            OutputStream out = socket.getOutputStream();
            // When, then
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            out.write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aBodyThatComesTooSlowlyIsRefusedAndCutOff() throws Exception {
        // Given
        try (Socket socket = connect()) {
            write(socket, head("Content-Length: 10") + "{");
            // When
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            // Then
            assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/too-slow");
        }
    }

    @Test
    void aStrangerCannotHoldAConnectionByNotSendingItsBody() throws Exception {
        // Given
        try (Socket socket = connect()) {
            write(socket, "POST /push/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
            // When
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            // Then
            assertThat(answer).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void callersThatHangUpLeaveNothingBehind() throws Exception {
        // Given
        for (int i = 0; i < 20; i++) {
            try (Socket socket = connect()) {
                write(socket, head("Content-Length: 200000") + "x".repeat(100_000));
            }
        }
        // When
        hub.intake.drain().toCompletableFuture().get(60, TimeUnit.SECONDS);
        // Then
        assertThat(hub.queue.messages).isEmpty();
    }

    @Test
    void moreBodiesAtOnceThanThereIsRoomForAreUnavailable() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, new byte[BODIES_LIMIT + 1]));
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void roomThatRefusedBodiesTookIsThereAgain() throws Exception {
        // Given
        for (int i = 0; i < 5; i++) {
            hub.send(hub.push(ORDERS, new byte[BODIES_LIMIT - 1]));
            hub.send(hub.push(ORDERS, new byte[BODIES_LIMIT + 1]));
        }
        String large = "{\"pad\":\"" + "x".repeat(BODIES_LIMIT - 100) + "\",\"order\":{\"number\":1}}";
        // When, then
        assertThat(hub.send(hub.push(ORDERS, large)).statusCode()).isEqualTo(202);
    }

    @Test
    void twoMessagesInOneBodyAreNotTakenForTwoRequests() throws Exception {
        // When: length and chunks disagree
        String body = "5\r\n{\"a\":\r\n0\r\n\r\n";
        String answer = hub.raw(head("Content-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close") + body);
        // Then
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSizeLessThanOrEqualTo(2);
        assertThat(hub.queue.messages).isEmpty();
    }

    @Test
    void anotherExpectationFails() throws Exception {
        assertThat(hub.raw(head("Expect: miracles\r\nContent-Length: 0\r\nConnection: close")))
                .startsWith("HTTP/1.1 417");
    }

    @Test
    void requestsOneBehindTheOtherOnOneConnectionAreAnsweredInOrder() throws Exception {
        // Given
        String good = head("Content-Length: " + order(1).length()) + order(1);
        String bad = head("Content-Length: 2") + "{}";
        String last = head("Connection: close\r\nContent-Length: " + order(1).length()) + order(1);
        // When
        String answers = hub.raw(good + bad + last);
        // Then
        assertThat(Pattern.compile("HTTP/1\\.1 (\\d+)")
                        .matcher(answers)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("202", "422", "202");
    }

    @Test
    void overHttp2TheSameHolds() throws Exception {
        // Given
        var http2 = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_2)
                .build();
        http2.send(hub.to("/problems/too-large").build(), HttpResponse.BodyHandlers.ofString());
        // When
        var good = http2.send(hub.push(ORDERS, order(1)).build(), HttpResponse.BodyHandlers.ofString());
        var bad = http2.send(hub.push(ORDERS, "{}").build(), HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(good.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        assertThat(good.statusCode()).isEqualTo(202);
        assertThat(bad.statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nothing,            404, not-found",
        "POST,   /push,               404, not-found",
        "POST,   //push/webshop-orders, 404, not-found",
        "POST,   /push/,              403, not-allowed",
        "POST,   /push/a/b,           403, not-allowed",
        "POST,   /push/webshop-orders/, 403, not-allowed",
        "GET,    /push/webshop-orders, 405, method-not-allowed",
        "HEAD,   /push/webshop-orders, 405, ''",
        "DELETE, /messages/1,         405, method-not-allowed",
        "PUT,    /openapi.json,       405, method-not-allowed",
        "GET,    /problems/nothing,   404, not-found",
        "GET,    /admin/status,       404, not-found",
    })
    void otherAddressesAndMethodsAreProblemsToo(String method, String path, int status, String problem)
            throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.to(path)
                .header("X-API-Key", KEY)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody()));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        if (!problem.isEmpty()) {
            assertThat(json(answer).get("type").asText()).isEqualTo("/problems/" + problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/push/webshop-orders | POST, OPTIONS",
                "/messages/1          | GET, HEAD, OPTIONS",
                "/openapi.json        | GET, HEAD, OPTIONS"
            })
    void optionsNamesTheMethods(String path, String methods) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.to(path).method("OPTIONS", BodyPublishers.noBody()));
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Allow")).contains(methods);
    }

    @Test
    void headIsLikeGetWithoutTheBody() throws Exception {
        // When
        HttpResponse<String> answer =
                hub.send(hub.to("/openapi.json").header("X-API-Key", KEY).method("HEAD", BodyPublishers.noBody()));
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String head(String headers) {
        return "POST /push/webshop-orders HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY
                + "\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(end) < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            read.append((char) b);
        }
        return read.toString();
    }
}

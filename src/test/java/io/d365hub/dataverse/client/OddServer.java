package io.d365hub.dataverse.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * A far side that answers with exact bytes, so that it can misbehave as no proper server does: cut answers, dropped
 * connections, trickling bytes. Answers in the order given; the last one again and again. Tokens are given apart.
 */
public final class OddServer implements AutoCloseable {

    /** One request as it came. */
    public record Request(String method, String path, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /** What is sent back; {@code keepOpen} false closes the connection after it. */
    public record Answer(byte[] bytes, boolean keepOpen, long pauseMillisBetweenBytes) {

        public static Answer of(int status, String body, String... headers) {
            return of(status, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        public static Answer of(int status, byte[] body, String... headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Some Reason\r\nOData-Version: 4.0\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            if (status != 204) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            byte[] start = (head + "\r\n").getBytes(StandardCharsets.UTF_8);
            byte[] all = Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            return new Answer(all, true, 0);
        }

        public static Answer json(int status, String body, String... headers) {
            String[] more = Arrays.copyOf(headers, headers.length + 1);
            more[headers.length] = "Content-Type: application/json; odata.metadata=minimal";
            return of(status, body, more);
        }

        public static Answer error(int status, String code, String message, String... headers) {
            return json(
                    status,
                    "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}}",
                    headers);
        }

        public static Answer noContent(String... headers) {
            return of(204, "", headers);
        }

        /** The connection breaks once the request has been read. */
        public static Answer dropped() {
            return new Answer(new byte[0], false, 0);
        }

        public Answer cutAfter(int count) {
            return new Answer(Arrays.copyOf(bytes, count), false, 0);
        }

        public Answer trickling(long pauseMillis) {
            return new Answer(bytes, true, pauseMillis);
        }
    }

    private final ServerSocket server;
    private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Answer> tokenAnswers = new ConcurrentLinkedDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Request> tokenRequests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    public OddServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    public OddServer answers(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    public OddServer answersTokens(Answer... next) {
        tokenAnswers.addAll(List.of(next));
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    public Request request(int index) {
        return requests.get(index);
    }

    public List<Request> tokenRequests() {
        return tokenRequests;
    }

    static byte[] gzip(String text) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
            gzip.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                daemon(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Request request = read(in); request != null; request = read(in)) {
                boolean token = request.path().startsWith("/token");
                (token ? tokenRequests : requests).add(request);
                Answer answer = token ? next(tokenAnswers, token()) : next(answers, Answer.noContent());
                send(connection.getOutputStream(), answer);
                if (!answer.keepOpen()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client went away: some tests want just that.
        }
    }

    private void send(OutputStream out, Answer answer) throws IOException {
        if (answer.pauseMillisBetweenBytes() == 0) {
            out.write(answer.bytes());
            out.flush();
            return;
        }
        for (byte b : answer.bytes()) {
            out.write(b);
            out.flush();
            try {
                if (closed.await(answer.pauseMillisBetweenBytes(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Answer token() {
        return Answer.json(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token-" + tokens.incrementAndGet()
                        + "\"}");
    }

    private static Answer next(ConcurrentLinkedDeque<Answer> queue, Answer otherwise) {
        Answer first = queue.size() > 1 ? queue.poll() : queue.peek();
        return first == null ? otherwise : first;
    }

    private static Request read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] parts = start.split(" ", -1);
        return new Request(parts[0], parts[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(b);
        }
        return null;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "odd-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

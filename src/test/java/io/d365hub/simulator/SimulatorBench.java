package io.d365hub.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Measures a running simulator: single upserts, batches and bulk messages over keep-alive connections. The client is as
 * thin as can be (one thread and one socket a connection, no parsing beyond the length), because it shares the machine.
 */
public final class SimulatorBench {

    private static final int SECONDS = 5;
    private static final int WARM_UP_SECONDS = 3;
    private static final int KEYS = 100_000;
    private static final int ROWS_PER_CALL = 100;

    private final URI url;
    private final String token;

    private SimulatorBench(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** Takes the simulator's URL as the only argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        URI url = URI.create(arguments[0]);
        HttpClient http = HttpClient.newHttpClient();
        send(http, url, "PUT", "/_simulator/limits", "{\"requests\":0,\"executionSeconds\":0,\"concurrency\":0}");
        String form = "grant_type=client_credentials&client_id=" + SimulatorSettings.DEFAULT_CLIENT_ID
                + "&client_secret=" + SimulatorSettings.DEFAULT_CLIENT_SECRET + "&scope=x/.default";
        String token = new ObjectMapper()
                .readTree(send(http, url, "POST", "/bench/oauth2/v2.0/token", form))
                .path("access_token")
                .asText();
        SimulatorBench bench = new SimulatorBench(url, token);
        bench.measure(32, WARM_UP_SECONDS, bench::upsert);
        System.out.println("work                         connections   requests/s       rows/s");
        for (int connections : new int[] {1, 8, 32, 64}) {
            bench.report("single upsert", connections, 1, bench::upsert);
        }
        bench.report("single upsert with lookup", 32, 1, bench::upsertWithLookup);
        bench.report("UpsertMultiple of " + ROWS_PER_CALL, 8, ROWS_PER_CALL, bench::upsertMultiple);
        bench.report("changeset of " + ROWS_PER_CALL, 8, ROWS_PER_CALL, bench::changeset);
    }

    private static String send(HttpClient http, URI url, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private void report(String work, int connections, int rows, IntFunction<byte[]> request)
            throws InterruptedException {
        double perSecond = measure(connections, SECONDS, request);
        System.out.printf("%-28s %11d %12.0f %12.0f%n", work, connections, perSecond, perSecond * rows);
    }

    private double measure(int connections, int seconds, IntFunction<byte[]> request) throws InterruptedException {
        LongAdder done = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int first = i * 7919;
            Thread thread = new Thread(() -> call(first, request, done, stop));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        long before = done.sum();
        long start = System.nanoTime();
        threads.get(0).join(seconds * 1000L);
        double perSecond = (done.sum() - before) * 1e9 / (System.nanoTime() - start);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return perSecond;
    }

    private void call(int first, IntFunction<byte[]> request, LongAdder done, AtomicBoolean stop) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 18];
            for (int i = first; !stop.get(); i++) {
                out.write(request.apply(i));
                readAnswer(in, buffer);
                done.increment();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one answer and insists on success. */
    private static void readAnswer(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        int wanted = -1;
        while (wanted < 0 || length < wanted) {
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                throw new IOException("connection closed");
            }
            length += read;
            if (wanted < 0) {
                wanted = wholeLength(buffer, length);
            }
        }
        if (buffer[9] != '2') {
            throw new IOException(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
    }

    private static int wholeLength(byte[] buffer, int length) {
        for (int i = 3; i < length; i++) {
            if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
                String head = new String(buffer, 0, i, StandardCharsets.ISO_8859_1);
                int at = head.indexOf("content-length: ");
                int end = head.indexOf('\r', at);
                return i + 1 + (at < 0 ? 0 : Integer.parseInt(head.substring(at + "content-length: ".length(), end)));
            }
        }
        return -1;
    }

    private byte[] request(String method, String path, String contentType, String body) {
        return (method + " /api/data/v9.2/" + path + " HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nAuthorization: Bearer " + token
                        + "\r\nAccept: application/json\r\nOData-Version: 4.0\r\nOData-MaxVersion: 4.0\r\nContent-Type: "
                        + contentType + "\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String account(int i) {
        return "{\"name\":\"Account " + i + "\",\"telephone1\":\"+49 30 " + i + "\",\"emailaddress1\":\"a" + i
                + "@example.org\",\"address1_city\":\"Berlin\",\"address1_postalcode\":\"10115\",\"revenue\":" + i
                + ".50,\"numberofemployees\":7,\"creditonhold\":false,\"description\":\"Written by the bench\"}";
    }

    private static String key(int i) {
        return "accounts(accountnumber='B-" + i % KEYS + "')";
    }

    private byte[] upsert(int i) {
        return request("PATCH", key(i).replace("'", "%27"), "application/json", account(i));
    }

    private byte[] upsertWithLookup(int i) {
        String body = "{\"name\":\"Order\",\"customerid_account@odata.bind\":\"/accounts(accountnumber='C-"
                + (10_001 + i % 400) + "')\",\"totalamount\":12.5,\"billto_city\":\"Berlin\"}";
        return request("PATCH", "salesorders(ordernumber=%27B-" + i % KEYS + "%27)", "application/json", body);
    }

    private byte[] upsertMultiple(int i) {
        StringBuilder targets = new StringBuilder();
        for (int row = 0; row < ROWS_PER_CALL; row++) {
            targets.append(row == 0 ? "" : ",")
                    .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"@odata.id\":\"")
                    .append(key(i * ROWS_PER_CALL + row))
                    .append("\",")
                    .append(account(i + row).substring(1));
        }
        return request(
                "POST",
                "accounts/Microsoft.Dynamics.CRM.UpsertMultiple",
                "application/json",
                "{\"Targets\":[" + targets + "]}");
    }

    private byte[] changeset(int i) {
        StringBuilder body = new StringBuilder("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n");
        for (int row = 0; row < ROWS_PER_CALL; row++) {
            body.append("--c\r\nContent-Type: application/http\r\nContent-ID: ")
                    .append(row + 1)
                    .append("\r\n\r\nPATCH /api/data/v9.2/")
                    .append(key(i * ROWS_PER_CALL + row))
                    .append(" HTTP/1.1\r\nContent-Type: application/json\r\n\r\n")
                    .append(account(i + row))
                    .append("\r\n");
        }
        return request(
                "POST",
                "$batch",
                "multipart/mixed; boundary=b",
                body.append("--c--\r\n--b--\r\n").toString());
    }
}

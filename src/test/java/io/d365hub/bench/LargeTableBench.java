package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reads a whole table of many rows, page after page by its next links, as a client that exports it does. */
final class LargeTableBench {

    private static final int REPORTS = 10;
    private static final long MOST_MINUTES = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final long rows;
    private final HttpClient http = HttpClient.newHttpClient();

    LargeTableBench(HubProcess hub, long rows) {
        this.hub = hub;
        this.rows = rows;
    }

    void run() throws Exception {
        Table.head("%,d rows page after page, hub with a heap of 256 MB".formatted(rows));
        String next = "http://127.0.0.1:" + hub.httpPort() + "/virtual/bench/LargeItems";
        long start = System.nanoTime();
        long read = 0;
        long told = 0;
        long toldAt = start;
        while (next != null && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(MOST_MINUTES)) {
            JsonNode page = page(next);
            read += page.path("value").size();
            next = page.path("@odata.nextLink").textValue();
            if (read - told >= rows / REPORTS || next == null) {
                long now = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "  %,12d rows: %,9.0f rows/s, resident %4d MiB%n",
                        read,
                        (read - told) * 1e9 / (now - toldAt),
                        BacklogBench.residentMebibytes(hub.pid()));
                told = read;
                toldAt = now;
            }
        }
        Table.row("rows", (double) read, "", read == rows, String.format(Locale.ROOT, "%,d", rows));
        Table.row("all of them", read * 1e9 / (System.nanoTime() - start), "rows/s");
    }

    private JsonNode page(String address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("X-API-Key", hub.apiKey())
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("A page was answered " + answer.statusCode() + ".");
        }
        return JSON.readTree(answer.body());
    }
}

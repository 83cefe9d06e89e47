package io.d365hub.bench;

import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/** Requests that post orders of 1 KiB, each with a number of its own. */
final class Orders {

    static final int BODY_BYTES = 1024;
    private static final int NUMBER_DIGITS = 12;
    static final String MARK = "#".repeat(NUMBER_DIGITS);
    private static final long NUMBERS = 1_000_000_000_000L;

    private Orders() {}

    /** Requests to {@code POST /push/{integration}}; with or without an idempotency key. */
    static LongFunction<byte[]> requests(String integration, String apiKey, boolean idempotencyKey) {
        String body = order(MARK);
        String head = "POST /push/" + integration + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: " + apiKey
                + "\r\nContent-Type: application/json\r\n"
                + (idempotencyKey ? "Idempotency-Key: bench-" + MARK + "\r\n" : "")
                + "Content-Length: " + body.length() + "\r\n\r\n";
        return numbered(head + body);
    }

    /** The same request each time, with another number wherever the mark stands. */
    static LongFunction<byte[]> numbered(String text) {
        byte[] template = text.getBytes(StandardCharsets.US_ASCII);
        int[] places = places(text, MARK);
        return n -> {
            byte[] request = template.clone();
            long rest = Math.floorMod(n, NUMBERS);
            for (int digit = NUMBER_DIGITS - 1; digit >= 0; digit--) {
                byte value = (byte) ('0' + rest % 10);
                for (int place : places) {
                    request[place + digit] = value;
                }
                rest /= 10;
            }
            return request;
        };
    }

    private static String order(String number) {
        String order = "{\"order_number\":\"" + number + "\",\"name\":\"#" + number
                + "\",\"created_at\":\"2026-03-02T09:15:00+01:00\",\"currency\":\"EUR\",\"email\":\"kund@example.org\","
                + "\"line_items\":[{\"id\":71,\"sku\":\"KET-BLU\",\"title\":\"Blue kettle\",\"quantity\":1,"
                + "\"price\":\"449.00\",\"tax_lines\":[{\"price\":\"89.80\"}]}],\"note\":\"";
        return order + "n".repeat(BODY_BYTES - order.length() - 2) + "\"}";
    }

    private static int[] places(String text, String mark) {
        return java.util.stream.IntStream.range(0, text.length() - mark.length())
                .filter(at -> text.startsWith(mark, at))
                .toArray();
    }
}

package io.d365hub.dataverse.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/** Collects one answer up to a size; a larger one ends the exchange, so that no far side can fill our memory. */
final class BoundedResponse extends AbstractBinResponseConsumer<WireResponse> {

    /** An answer was larger than we take. */
    static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        TooLarge(int limit) {
            super("the answer is larger than " + limit + " bytes");
        }
    }

    private static final byte[] NOTHING = {};
    private static final int USUAL = 512;
    /** More is believed only when it comes. */
    private static final int MOST_AT_ONCE = 4 << 20;

    private final int limit;
    private byte[] received = new byte[USUAL];
    private int length;
    private HttpResponse head;

    BoundedResponse(int limit) {
        this.limit = limit;
    }

    @Override
    protected void start(HttpResponse response, ContentType contentType) {
        head = response;
        // A page of rows has megabytes: room for all of it spares copying it again and again.
        received = new byte[announced(response.getFirstHeader("content-length"))];
    }

    @Override
    public void informationResponse(HttpResponse response, org.apache.hc.core5.http.protocol.HttpContext context) {
        // 100 Continue and the like say nothing about the outcome.
    }

    @Override
    protected int capacityIncrement() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
        int more = source.remaining();
        if (more > limit - length) {
            throw new TooLarge(limit);
        }
        if (length + more > received.length) {
            received = Arrays.copyOf(received, Math.max(length + more, 2 * received.length));
        }
        source.get(received, length, more);
        length += more;
    }

    private int announced(Header told) {
        try {
            long bytes = told == null ? USUAL : Long.parseLong(told.getValue());
            return (int) Math.max(0, Math.min(bytes, Math.min(limit, MOST_AT_ONCE)));
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }

    @Override
    protected WireResponse buildResult() {
        Map<String, String> headers = new HashMap<>();
        for (Header header : head.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new WireResponse(head.getCode(), headers, whole());
    }

    private byte[] whole() {
        return length == received.length ? received : Arrays.copyOf(received, length);
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        received = NOTHING;
        length = 0;
    }

    /** The same answer with its body unpacked when it was packed. */
    static WireResponse unpacked(WireResponse response, int limit) throws IOException {
        String encoding = response.header("content-encoding").orElse("").trim();
        if (!encoding.equalsIgnoreCase("gzip") || response.body().length == 0) {
            return response;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] plain = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new TooLarge(limit);
            }
            return new WireResponse(response.status(), response.headers(), plain);
        }
    }
}

package io.d365hub.dataverse.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** Collects one answer up to a size; a larger one ends the exchange, so that no far side can fill our memory. */
final class BoundedResponse extends AbstractBinResponseConsumer<WireResponse> {

    /** An answer was larger than we take. */
    static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        TooLarge(int limit) {
            super("the answer is larger than " + limit + " bytes");
        }
    }

    private final int limit;
    private final ByteArrayBuffer received = new ByteArrayBuffer(512);
    private HttpResponse head;

    BoundedResponse(int limit) {
        this.limit = limit;
    }

    @Override
    protected void start(HttpResponse response, ContentType contentType) {
        head = response;
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
        if (received.length() + source.remaining() > limit) {
            throw new TooLarge(limit);
        }
        byte[] chunk = new byte[source.remaining()];
        source.get(chunk);
        received.append(chunk, 0, chunk.length);
    }

    @Override
    protected WireResponse buildResult() {
        Map<String, String> headers = new HashMap<>();
        for (Header header : head.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new WireResponse(head.getCode(), headers, received.toByteArray());
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        received.clear();
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

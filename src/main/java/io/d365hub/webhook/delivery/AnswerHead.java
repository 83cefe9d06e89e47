package io.d365hub.webhook.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * Reads status, headers and the first bytes of an answer. A receiver that sends more is heard no further: the outcome is
 * known, and a gigabyte or an endless trickle must cost us nothing.
 */
final class AnswerHead extends AbstractBinResponseConsumer<Answer> {

    /** Enough has been read; the connection is closed. */
    static final class EnoughException extends IOException {

        private static final long serialVersionUID = 1L;

        EnoughException() {
            super("the rest of the answer is not read");
        }
    }

    private static final int HEAD_BYTES = 1_024;
    /** Up to so much is read and thrown away, because a connection that is read to its end can be used again. */
    private static final int DRAINED_BYTES = 64 * 1_024;

    private final Consumer<Answer> known;
    private final ByteArrayBuffer head = new ByteArrayBuffer(256);
    private HttpResponse response;
    private long received;

    /** @param known hears of the answer as soon as enough of it is there; possibly a second time when it has ended */
    AnswerHead(Consumer<Answer> known) {
        this.known = known;
    }

    @Override
    protected void start(HttpResponse begun, ContentType contentType) {
        response = begun;
    }

    @Override
    public void informationResponse(HttpResponse hint, org.apache.hc.core5.http.protocol.HttpContext context) {
        // 100 Continue and the like say nothing about the outcome.
    }

    @Override
    protected int capacityIncrement() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
        received += source.remaining();
        byte[] wanted = new byte[Math.min(source.remaining(), HEAD_BYTES - head.length())];
        source.get(wanted);
        head.append(wanted, 0, wanted.length);
        source.position(source.limit());
        if (received > DRAINED_BYTES) {
            known.accept(buildResult());
            throw new EnoughException();
        }
    }

    @Override
    protected Answer buildResult() {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new Answer(response.getCode(), headers, head.toByteArray());
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        head.clear();
    }
}

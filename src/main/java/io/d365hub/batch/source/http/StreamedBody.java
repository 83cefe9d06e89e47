package io.d365hub.batch.source.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body that is read while it arrives. No more than one piece waits, so a slow reader slows the sender; a sender that falls
 * silent ends the reading, which the JDK's own stream would wait for without an end; an interrupt ends it too.
 */
final class StreamedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {

    private record Piece(List<ByteBuffer> bytes, Throwable failure, boolean last) {}

    private final Duration silence;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private java.util.Iterator<ByteBuffer> piece = java.util.Collections.emptyIterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;

    StreamedBody(Duration silence) {
        this.silence = silence;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        pieces.add(new Piece(bytes, null, false));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(List.of(), failure, true));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), null, true));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!current.hasRemaining()) {
            if (piece.hasNext()) {
                current = piece.next();
            } else if (!ended) {
                take();
            } else {
                return -1;
            }
        }
        int read = Math.min(length, current.remaining());
        current.get(target, offset, read);
        return read;
    }

    private void take() throws IOException {
        Piece next;
        try {
            next = pieces.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (next == null) {
            throw new IOException("nothing came for " + silence.toSeconds() + " s");
        }
        if (next.failure() != null) {
            throw new IOException("the answer broke off: " + next.failure().getMessage(), next.failure());
        }
        ended = next.last();
        piece = next.bytes().iterator();
        if (!ended) {
            subscription.join().request(1);
        }
    }

    @Override
    public void close() {
        ended = true;
        var unused = subscription.thenAccept(Flow.Subscription::cancel);
    }
}

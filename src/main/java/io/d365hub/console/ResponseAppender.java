package io.d365hub.console;

import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Sends text piece by piece in an answer, no faster than the caller takes it. For worker threads only. */
public final class ResponseAppender implements Appendable {

    private static final int PIECE = 16 << 10;

    private final HttpServerResponse response;
    private final StringBuilder piece = new StringBuilder();

    public ResponseAppender(HttpServerResponse response) {
        this.response = response;
    }

    @Override
    public Appendable append(CharSequence text) throws IOException {
        piece.append(text);
        if (piece.length() >= PIECE) {
            flush();
        }
        return this;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
        return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char c) throws IOException {
        return append(String.valueOf(c));
    }

    /** Sends what was gathered and waits until it has gone out. */
    public void flush() throws IOException {
        try {
            response.write(piece.toString())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IOException("The caller has gone", e);
        }
        piece.setLength(0);
    }
}

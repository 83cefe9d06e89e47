package io.d365hub.simulator.operation;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes the multipart answer of a batch, in the shape that real parsers expect. */
final class BatchWriter {

    private static final String STREAMED_JSON = Answer.JSON + "; odata.streaming=true";
    private static final String LINE = "\r\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final String boundary = "batchresponse_" + UUID.randomUUID();
    private String changeset;

    void single(Answer answer) {
        delimiter(boundary);
        part(null, answer, false);
    }

    void singleError(Answer answer) {
        delimiter(boundary);
        part(null, answer, true);
    }

    void startChangeset() {
        changeset = "changesetresponse_" + UUID.randomUUID();
        delimiter(boundary);
        text("Content-Type: multipart/mixed; boundary=" + changeset + LINE + LINE);
    }

    void inChangeset(String contentId, Answer answer) {
        delimiter(changeset);
        part(contentId, answer, false);
    }

    void errorInChangeset(String contentId, Answer answer) {
        delimiter(changeset);
        part(contentId, answer, true);
    }

    void endChangeset() {
        text("--" + changeset + "--" + LINE);
    }

    Answer answer(int status) {
        text("--" + boundary + "--" + LINE);
        return new Answer(status).body("multipart/mixed; boundary=" + boundary, out.toByteArray());
    }

    private void delimiter(String of) {
        text("--" + of + LINE);
    }

    private void part(String contentId, Answer answer, boolean error) {
        text("Content-Type: application/http" + LINE + "Content-Transfer-Encoding: binary" + LINE);
        if (contentId != null) {
            text("Content-ID: " + contentId + LINE);
        }
        String reason = HttpResponseStatus.valueOf(answer.status()).reasonPhrase();
        text(LINE + "HTTP/1.1 " + answer.status() + " " + reason + LINE);
        if (error) {
            text("REQ_ID: " + UUID.randomUUID() + LINE);
        }
        boolean json = Answer.JSON.equals(answer.contentType());
        if (answer.contentType() != null) {
            text("Content-Type: " + (json && !error ? STREAMED_JSON : answer.contentType()) + LINE);
        }
        text("OData-Version: 4.0" + LINE);
        for (Answer.Header header : answer.headers()) {
            text(header.name() + ": " + header.value() + LINE);
        }
        text(LINE);
        out.writeBytes(answer.body());
        text(LINE);
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

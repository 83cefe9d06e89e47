package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Reads whose address may be long: Dataverse takes addresses of 32,768 characters, and of 65,536 inside a {@code $batch}, so
 * longer ones travel as the only part of one.
 */
final class LongReads {

    private static final int LONGEST_URL = 32_768;
    private static final int LONGEST_URL_IN_BATCH = 65_536;

    /** Scheme and host count, too. */
    private static final int ROOM_FOR_HOST = 300;

    private final Calls calls;
    private final String basePath;

    LongReads(Calls calls, String basePath) {
        this.calls = calls;
        this.basePath = basePath;
    }

    /** The answer, be it that of the call or of the part. */
    CompletableFuture<WireResponse> call(String what, WireRequest request, Deadline deadline) {
        int length = request.path().length() + ROOM_FOR_HOST;
        if (length <= LONGEST_URL) {
            return calls.call(what, request, deadline);
        }
        if (length > LONGEST_URL_IN_BATCH) {
            return CompletableFuture.failedFuture(tooLong(what, request.path().length()));
        }
        return calls.call(what, batch(request), deadline).thenApply(answer -> part(what, answer));
    }

    private static DataverseException tooLong(String what, int length) {
        return Failures.of(
                FailureKind.REFUSED,
                "address-too-long",
                what,
                "Its query makes an address of " + length + " characters; Dataverse takes " + LONGEST_URL_IN_BATCH
                        + " at most, scheme and host included.",
                Mend.QUERY_TOO_LONG,
                null);
    }

    private WireRequest batch(WireRequest read) {
        String boundary = "batch_" + UUID.randomUUID();
        BatchRequest batch = new BatchRequest(read.path().length() + 1024);
        batch.line("--" + boundary);
        batch.read(read);
        batch.line("--" + boundary + "--");
        return new WireRequest(
                "POST", basePath + "$batch", Map.of(), batch.bytes(), "multipart/mixed; boundary=\"" + boundary + "\"");
    }

    private WireResponse part(String what, WireResponse answer) {
        if (!BatchAnswer.isMultipart(answer)) {
            return answer;
        }
        WireResponse part = only(what, answer);
        boolean throttled = part.status() >= 400
                && Meaning.of(part.status(), ErrorBody.of(part)).kind() == FailureKind.THROTTLED;
        if (throttled) {
            throw calls.throttledPart(what, part);
        }
        return part;
    }

    private static WireResponse only(String what, WireResponse answer) {
        try {
            List<BatchAnswer.Part> parts = BatchAnswer.parse(answer);
            if (parts.size() == 1) {
                return parts.get(0).response();
            }
            throw Failures.answerLost(what, new IOException("a batch of one read was answered in several parts"));
        } catch (IOException e) {
            throw Failures.answerLost(what, e);
        }
    }
}

package io.d365hub.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Rows of a run as messages of its integration. Their ids follow from the run and the row. */
final class RowMessages {

    /** Most of what is kept of a row that could not be read, bytes. */
    private static final int MOST_RAW = 256 << 10;

    private static final String CLIENT = "batch";
    private static final String JSON = "application/json";

    private final Run run;

    RowMessages(Run run) {
        this.run = run;
    }

    HubMessage of(RowTask task) {
        SourceRow source = task.row.source();
        byte[] body = source.raw() == null ? json(source.columns()) : cut(source.raw());
        UUID id = MessageIds.version5(
                run.id(),
                task.row.ordinal() + " " + source.place() + " "
                        + RecordKeys.digest(new String(body, StandardCharsets.ISO_8859_1)));
        Instant accepted = run.startedAt();
        Map<String, String> headers = new HashMap<>();
        headers.put(RunContext.ID, run.id().toString());
        if (!source.place().isEmpty()) {
            headers.put(BatchRow.PLACE, source.place());
        }
        if (source.isDeleted()) {
            headers.put(BatchRow.CHANGE, "deleted");
        }
        return new HubMessage(
                id,
                run.batch().name(),
                CLIENT,
                task.key(),
                TimeUnit.MILLISECONDS.toMicros(accepted.toEpochMilli()) + task.row.ordinal(),
                accepted,
                source.raw() == null ? JSON : source.contentType(),
                headers,
                body,
                Optional.empty());
    }

    /** Stands for the body of a message; never 0. */
    static long content(HubMessage message) {
        String body = new String(message.body(), StandardCharsets.ISO_8859_1);
        return RecordKeys.digest(body).getMostSignificantBits() | 1;
    }

    private byte[] json(JsonNode row) {
        String text = run.batch().chunk() > 1 ? "[" + row + "]" : row.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] cut(byte[] raw) {
        return raw.length <= MOST_RAW ? raw : Arrays.copyOf(raw, MOST_RAW);
    }

    /** The failure with the row's place, for the reader of the dead letter. */
    static Failure placed(RowTask task, Failure failure) {
        String place = task.row.source().place();
        if (place.isEmpty()) {
            return failure;
        }
        return new Failure(
                failure.kind(),
                failure.code(),
                failure.what() + " (" + place + ")",
                failure.why(),
                failure.mend(),
                failure.retryAfter(),
                failure.missingParent(),
                failure.requestId());
    }
}

package io.d365hub.dataverse.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes requests that carry what several callers want: targets of one bulk message, or parts of one batch. */
final class JointRequest {

    private static final int FRAME = 256;
    private static final Map<String, String> GO_ON = Map.of("Prefer", "odata.continue-on-error");

    private static final byte[] TARGETS = "{\"Targets\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private JointRequest() {}

    /** All rows or none, in one transaction; they have equal operations and options. */
    static WireRequest multiple(TypeNames names, List<ReadyRow> rows, String basePath) {
        RowChange first = rows.get(0).change();
        String action =
                switch (first.operation()) {
                    case CREATE -> "CreateMultiple";
                    case UPDATE -> "UpdateMultiple";
                    case UPSERT -> "UpsertMultiple";
                    case DELETE -> throw new IllegalArgumentException("Standard tables have no DeleteMultiple");
                };
        byte[] type = ("{\"@odata.type\":\"Microsoft.Dynamics.CRM." + names.logicalName())
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(TARGETS.length + length(rows, type, names) + END.length);
        body.put(TARGETS);
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                body.put((byte) ',');
            }
            rows.get(i).writeTarget(body, type, names);
        }
        body.put(END);
        return new WireRequest(
                "POST",
                basePath + names.set() + "/Microsoft.Dynamics.CRM." + action
                        + first.options().query(),
                first.options().requestHeaders(),
                body.array(),
                WireRequest.JSON);
    }

    /**
     * One batch of rows and changesets, each a part of its own. Rows of changesets are numbered through.
     *
     * @param token makes the boundaries unlike anything in the rows
     */
    static WireRequest batch(List<? extends Ready> parts, boolean stopAtFailure, String basePath, String token) {
        String boundary = "batch_" + token;
        BatchRequest request = new BatchRequest(capacity(parts));
        int contentId = 0;
        for (int i = 0; i < parts.size(); i++) {
            request.line("--" + boundary);
            if (parts.get(i) instanceof ReadyRow row) {
                request.single(row.planned(), basePath);
            } else if (parts.get(i) instanceof ReadyChangeset set) {
                request.changeset("changeset_" + i + "_" + token, set.rows(), contentId, basePath);
                contentId += set.operations();
            }
        }
        request.line("--" + boundary + "--");
        return new WireRequest(
                "POST",
                basePath + "$batch",
                stopAtFailure ? Map.of() : GO_ON,
                request.bytes(),
                "multipart/mixed; boundary=\"" + boundary + "\"");
    }

    /** Of all targets and the commas between them, exactly: a body of a thousand rows is not copied once more. */
    private static int length(List<ReadyRow> rows, byte[] type, TypeNames names) {
        int length = rows.size() - 1;
        for (ReadyRow row : rows) {
            length += row.targetLength(type, names);
        }
        return length;
    }

    private static int capacity(List<? extends Ready> parts) {
        return FRAME + parts.stream().mapToInt(Ready::bytes).sum();
    }
}

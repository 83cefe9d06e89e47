package io.d365hub.dataverse.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes rows in the multipart form of {@code $batch}, where a changeset is one transaction. */
final class BatchRequest {

    /** Dataverse takes no more operations in one batch. */
    static final int MOST_ROWS = 1000;

    private static final String CRLF = "\r\n";

    private final ByteArrayOutputStream bytes;

    BatchRequest(int capacity) {
        bytes = new ByteArrayOutputStream(capacity);
    }

    /** A row and the Content-ID under which the answer, and rows after it, name it. */
    record Part(int contentId, PlannedRow row) {}

    /** @param token makes the boundaries unlike anything in the rows */
    static WireRequest of(List<Part> parts, String basePath, String token) {
        String batch = "batch_" + token;
        String changeset = "changeset_" + token;
        BatchRequest request = new BatchRequest(4096);
        request.line("--" + batch)
                .line("Content-Type: multipart/mixed; boundary=\"" + changeset + "\"")
                .line("");
        for (Part part : parts) {
            request.line("--" + changeset).part(part, basePath);
        }
        request.line("--" + changeset + "--").line("").line("--" + batch + "--");
        return new WireRequest(
                "POST",
                basePath + "$batch",
                Map.of(),
                request.bytes.toByteArray(),
                "multipart/mixed; boundary=\"" + batch + "\"");
    }

    private void part(Part part, String basePath) {
        head().line("Content-ID: " + part.contentId()).operation(part.row(), basePath);
    }

    /** A row outside of any changeset. */
    void single(PlannedRow row, String basePath) {
        head().operation(row, basePath);
    }

    /** A read, which stands outside of any changeset. */
    void read(WireRequest read) {
        head().line("").line("GET " + read.path() + " HTTP/1.1").line("Accept: application/json");
        read.headers().forEach((name, value) -> line(name + ": " + value));
        line("").line("");
    }

    /** Rows of one transaction among other parts, numbered from the one after {@code lastContentId}. */
    void changeset(String boundary, List<ReadyRow> rows, int lastContentId, String basePath) {
        line("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"").line("");
        for (int i = 0; i < rows.size(); i++) {
            line("--" + boundary)
                    .part(new Part(lastContentId + i + 1, rows.get(i).planned()), basePath);
        }
        line("--" + boundary + "--").line("");
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private BatchRequest head() {
        return line("Content-Type: application/http").line("Content-Transfer-Encoding: binary");
    }

    private void operation(PlannedRow row, String basePath) {
        line("");
        line(row.method() + " " + basePath + row.resource() + " HTTP/1.1");
        row.headers().forEach((name, value) -> line(name + ": " + value));
        if (row.body().length > 0) {
            line("Content-Type: application/json; type=entry");
        }
        line("");
        bytes.writeBytes(row.body());
        line("");
    }

    BatchRequest line(String text) {
        bytes.writeBytes((text + CRLF).getBytes(StandardCharsets.UTF_8));
        return this;
    }
}

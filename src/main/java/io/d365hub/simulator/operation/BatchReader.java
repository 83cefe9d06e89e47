package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.Preferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads the parts of a {@code $batch}. */
final class BatchReader {

    private static final String API_PATH = "/api/data/";

    private final ApiRequest outer;
    private final int mostOperations;
    private int operations;

    BatchReader(ApiRequest outer, Dialect dialect) {
        this.outer = outer;
        this.mostOperations = dialect.mostBatchOperations();
    }

    Preferences preferences() {
        return outer.preferences();
    }

    List<BatchPart> read() {
        String contentType = outer.header("Content-Type");
        String boundary = Multipart.boundary(contentType);
        if (boundary == null) {
            throw new ApiError(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "A batch request must have a media type of 'multipart/mixed' with a boundary.");
        }
        List<BatchPart> parts = new ArrayList<>();
        for (Multipart.Part part : split(outer.body(), 0, outer.body().length, boundary)) {
            String inner = Multipart.boundary(part.headers().get("Content-Type"));
            if (inner == null) {
                parts.add(new BatchPart.Single(item(part)));
            } else {
                List<BatchPart.Item> items = new ArrayList<>();
                for (Multipart.Part request : split(part.body(), part.start(), part.end(), inner)) {
                    items.add(changesetItem(request));
                }
                parts.add(new BatchPart.Changeset(items));
            }
        }
        return parts;
    }

    private static List<Multipart.Part> split(byte[] body, int start, int end, String boundary) {
        List<Multipart.Part> parts = Multipart.split(body, start, end, boundary);
        if (parts == null) {
            throw PayloadError.of(null, "Stream was not readable.");
        }
        return parts;
    }

    private BatchPart.Item changesetItem(Multipart.Part part) {
        if (Multipart.boundary(part.headers().get("Content-Type")) != null) {
            throw PayloadError.of(null, "A changeset cannot contain another changeset.");
        }
        BatchPart.Item item = item(part);
        if (item.request().method().equals("GET")) {
            throw PayloadError.of(
                    null,
                    "An invalid HTTP method 'GET' was detected for a request in a change set. Requests in change sets"
                            + " only support the HTTP methods 'POST', 'PUT', 'DELETE', and 'PATCH'.");
        }
        return item;
    }

    private BatchPart.Item item(Multipart.Part part) {
        if (++operations > mostOperations) {
            throw new ApiError(
                    ErrorCode.TOO_MANY_OPERATIONS,
                    "The current batch message contains too many parts. Only batch messages with a maximum number of '"
                            + mostOperations + "' query operations, including changeset operations, are allowed.");
        }
        StringBuilder line = new StringBuilder();
        Multipart.Part request = Multipart.firstLine(part.body(), part.start(), part.end(), line);
        // Clients leave blanks in the URL, so only the first and the last one separate.
        int first = line.indexOf(" ");
        int last = line.lastIndexOf(" ");
        if (first < 0 || last == first) {
            throw PayloadError.of(null, "The request line of a batch part is not 'METHOD URL HTTP/1.1'.");
        }
        String url = relative(line.substring(first + 1, last));
        int question = url.indexOf('?');
        Map<String, String> headers = request.headers();
        UnaryOperator<String> header = headers::get;
        return new BatchPart.Item(
                part.headers().get("Content-ID"),
                new ApiRequest(
                        line.substring(0, first),
                        question < 0 ? url : url.substring(0, question),
                        question < 0 ? null : url.substring(question + 1),
                        header,
                        request.content(),
                        outer.serviceRoot(),
                        outer.caller()));
    }

    /** Absolute URLs, absolute paths and relative ones all occur. */
    private static String relative(String url) {
        int api = url.startsWith("http") || url.startsWith(API_PATH) ? url.indexOf(API_PATH) : -1;
        if (api < 0) {
            return url.startsWith("/") ? url.substring(1) : url;
        }
        int slash = url.indexOf('/', api + API_PATH.length());
        return slash < 0 ? "" : url.substring(slash + 1);
    }
}

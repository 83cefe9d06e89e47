package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PayloadError;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that arrive in chunks. Thread-safe; the oldest unfinished one is given up when there are too many. */
final class FileUploads {

    private static final int MOST = 50;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,12})-(\\d{1,12})/(\\d{1,12})");

    private final Map<String, Upload> uploads = new LinkedHashMap<>();

    /** One file that is on its way. */
    private record Upload(String name, ByteArrayOutputStream bytes) {}

    /**
     * A file that has come completely.
     *
     * @param name as given at the start
     */
    record Complete(String name, ByteArrayOutputStream content) {}

    /** Starts an upload, and returns its token. */
    synchronized String start(String name) {
        if (uploads.size() >= MOST) {
            uploads.remove(uploads.keySet().iterator().next());
        }
        String token = UUID.randomUUID().toString();
        uploads.put(token, new Upload(name, new ByteArrayOutputStream()));
        return token;
    }

    /**
     * Adds a chunk.
     *
     * @param contentRange where it belongs: {@code bytes 0-4194303/10485760}
     * @param column knows how long it may be
     * @return the file, when this was its last chunk; else null
     */
    synchronized Complete add(String token, String contentRange, byte[] chunk, ColumnDefinition column) {
        Upload upload = uploads.get(token);
        if (upload == null) {
            throw new ApiError(ErrorCode.INVALID_ARGUMENT, "The session token of the upload is not known.");
        }
        Matcher range = RANGE.matcher(contentRange == null ? "" : contentRange);
        if (!range.matches()) {
            throw new ApiError(
                    ErrorCode.INVALID_ARGUMENT, "A chunk needs a header such as 'Content-Range: bytes 0-9/20'.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long total = Long.parseLong(range.group(3));
        if (total > column.mostBytes()) {
            uploads.remove(token);
            throw PayloadError.fileTooBig(column);
        }
        if (first != upload.bytes().size() || last - first + 1 != chunk.length || last >= total) {
            throw new ApiError(
                    ErrorCode.INVALID_ARGUMENT,
                    "The chunk '" + contentRange + "' of " + chunk.length + " bytes does not follow the "
                            + upload.bytes().size() + " bytes that are there.");
        }
        upload.bytes().writeBytes(chunk);
        if (last < total - 1) {
            return null;
        }
        uploads.remove(token);
        return new Complete(upload.name(), upload.bytes());
    }
}

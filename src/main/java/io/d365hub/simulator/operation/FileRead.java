package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;
import io.d365hub.simulator.store.StoredImage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET set(key)/filecolumn}: a file as Base64 in JSON, or with {@code /$value} as it is; whole or a range of it. */
final class FileRead implements Operation {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,12})-(\\d{0,12})");

    private final Environment environment;
    private final ApiRequest request;
    private final RowAddress address;
    private final ColumnDefinition column;
    private final boolean raw;

    FileRead(Environment environment, ApiRequest request, RowAddress address, ColumnDefinition column, boolean raw) {
        this.environment = environment;
        this.request = request;
        this.address = address;
        this.column = column;
        this.raw = raw;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.RETRIEVE;
    }

    @Override
    public boolean mentions(String text) {
        return address.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        Row row = Rows.find(environment, address);
        if (row == null) {
            throw address.notFound();
        }
        return row.value(column) instanceof StoredFile file ? answer(file, row) : new Answer(204);
    }

    private Answer answer(StoredFile file, Row row) {
        // Of an image a small picture is answered unless the whole one is asked for.
        boolean small = file instanceof StoredImage && !"full".equals(size(request));
        byte[] content = small ? ((StoredImage) file).thumbnail() : file.bytes();
        int size = content.length;
        Matcher range = RANGE.matcher(request.header("Range") == null ? "" : request.header("Range"));
        boolean partial = range.matches();
        int first = 0;
        int end = size;
        if (partial) {
            long from = Long.parseLong(range.group(1));
            if (from >= size) {
                throw new ApiError(ErrorCode.RANGE_NOT_SATISFIABLE, "The file has only " + size + " bytes.");
            }
            first = (int) from;
            end = range.group(2).isEmpty() ? size : (int) Math.min(size, Long.parseLong(range.group(2)) + 1);
        }
        byte[] bytes = first == 0 && end == size ? content : Arrays.copyOfRange(content, first, Math.max(first, end));
        // Header values are ASCII: what is not is percent-encoded.
        String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", " ");
        Answer answer = new Answer(partial ? 206 : 200)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("x-ms-file-name", name)
                .header("x-ms-file-size", small ? null : Integer.toString(size))
                .header("mimetype", "application/octet-stream")
                .header("Accept-Ranges", "bytes")
                .header("Content-Range", partial ? "bytes " + first + "-" + (end - 1) + "/" + size : null);
        return raw ? answer.body("application/octet-stream", bytes) : answer.body(Answer.JSON, json(bytes, row));
    }

    private static String size(ApiRequest request) {
        return QueryOptions.parse(request.query()).get("size");
    }

    private byte[] json(byte[] bytes, Row row) {
        String context = request.serviceRoot() + "$metadata#"
                + RowAddress.of(address.table(), row.id()).url() + "/" + column.propertyName();
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", context);
            json.writeBinaryField("value", bytes);
            json.writeEndObject();
        });
    }
}

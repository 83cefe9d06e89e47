package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;

/** {@code PATCH} and {@code DELETE set(key)/filecolumn}: stores a file or an image, whole or in chunks, or takes it away. */
final class FileWrite implements Operation {

    private static final int CHUNK_BYTES = 4 * 1024 * 1024;

    private final ApiRequest request;
    private final RowAddress address;
    private final ColumnDefinition column;
    private final FileUploads uploads;

    FileWrite(ApiRequest request, RowAddress address, ColumnDefinition column, FileUploads uploads) {
        this.request = request;
        this.address = address;
        this.column = column;
        this.uploads = uploads;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.UPDATE;
    }

    @Override
    public boolean mentions(String text) {
        return address.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        if (request.method().equals("DELETE")) {
            return store(execution, null);
        }
        QueryOptions options = QueryOptions.parse(request.query());
        String session = options.get("sessiontoken");
        if (session != null) {
            FileUploads.Complete file = uploads.add(session, request.header("Content-Range"), request.body(), column);
            return file == null
                    ? new Answer(206)
                    : store(
                            execution,
                            FileColumns.value(
                                    column, file.name(), file.content().toByteArray()));
        }
        String header = request.header("x-ms-file-name");
        String name = header == null ? options.get("x-ms-file-name") : header;
        if (name == null || name.isBlank()) {
            throw new ApiError(ErrorCode.INVALID_ARGUMENT, "The name of the file is missing: x-ms-file-name.");
        }
        if ("chunked".equals(request.header("x-ms-transfer-mode"))) {
            return started(execution, name);
        }
        if (request.body().length > column.mostBytes()) {
            throw PayloadError.fileTooBig(column);
        }
        return store(execution, FileColumns.value(column, name, request.body()));
    }

    private Answer started(Execution execution, String name) {
        if (Rows.find(execution.environment(), address) == null) {
            throw address.notFound();
        }
        String url = request.serviceRoot() + address.url() + "/" + column.propertyName();
        return new Answer(200)
                .header("Location", url + "?sessiontoken=" + uploads.start(name))
                .header("x-ms-chunk-size", Integer.toString(CHUNK_BYTES))
                .header("Accept-Ranges", "bytes")
                .header("Access-Control-Expose-Headers", "x-ms-chunk-size");
    }

    private Answer store(Execution execution, StoredFile file) {
        return execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            Row before = writer.find(address);
            if (before == null) {
                throw address.notFound();
            }
            new Conditions(request).check(before, address);
            FileColumns.put(writer, address.table(), before, column, file);
            return new Answer(204);
        });
    }
}

package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The actions by which a file is uploaded in blocks: {@code InitializeFileBlocksUpload} and those that follow it. */
final class FileBlocksOperation implements Operation {

    private static final String START = "InitializeFileBlocksUpload";
    private static final String BLOCK = "UploadBlock";
    private static final String COMMIT = "CommitFileBlocksUpload";
    private static final Set<String> NAMES = Set.of(START, BLOCK, COMMIT);

    private final ApiRequest request;
    private final String name;
    private final FileBlocks uploads;
    private final Definition parameters;

    FileBlocksOperation(ApiRequest request, String name, FileBlocks uploads) {
        this.request = request;
        this.name = name;
        this.uploads = uploads;
        this.parameters = Definition.parse(request.body());
    }

    static boolean exists(String name) {
        return NAMES.contains(name);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.FUNCTION;
    }

    @Override
    public boolean mentions(String text) {
        return false;
    }

    @Override
    public Answer run(Execution execution) {
        return switch (name) {
            case START -> start(execution.environment());
            case BLOCK -> {
                uploads.add(token(), bytes("BlockId", text("BlockId")), bytes("BlockData", text("BlockData")));
                yield new Answer(204);
            }
            default -> commit(execution);
        };
    }

    private Answer start(Environment environment) {
        Reference target = new ParameterRows(environment).reference(parameters.json("Target"));
        TableDefinition table = environment.model().table(target.table());
        RowAddress address = RowAddress.of(table, target.id());
        if (Rows.find(environment, address) == null) {
            throw address.notFound();
        }
        String columnName = text("FileAttributeName");
        ColumnDefinition column = table.column(columnName);
        if (column == null || !column.type().isFile()) {
            throw Definition.invalid("The entity '" + table + "' has no file attribute '" + columnName + "'.");
        }
        return answer(Map.of("FileContinuationToken", uploads.start(address, column, text("FileName"))));
    }

    private Answer commit(Execution execution) {
        List<byte[]> ids = new ArrayList<>();
        parameters.texts("BlockList").forEach(id -> ids.add(bytes("BlockList", id)));
        FileBlocks.Complete file = uploads.commit(token(), ids);
        String fileName = parameters.text("FileName") == null ? file.name() : parameters.text("FileName");
        StoredFile stored = FileColumns.value(file.column(), fileName, file.content());
        execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            Row before = writer.find(file.address());
            if (before == null) {
                throw file.address().notFound();
            }
            FileColumns.put(writer, file.address().table(), before, file.column(), stored);
            return null;
        });
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("FileId", stored.id().toString());
        members.put("FileSizeInBytes", (long) stored.bytes().length);
        return answer(members);
    }

    private Answer answer(Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + name + "Response");
        body.putAll(members);
        return Answer.json(200, Json.write(json -> Json.writeTree(json, body)));
    }

    private String token() {
        return text("FileContinuationToken");
    }

    private String text(String parameter) {
        return parameters.required(parameter);
    }

    private static byte[] bytes(String parameter, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Definition.invalid("The parameter '" + parameter + "' is not in Base64.");
        }
    }
}

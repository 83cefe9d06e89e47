package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code CreateMultiple}, {@code UpdateMultiple} and {@code UpsertMultiple}: many rows of a table, all or none. */
final class BulkOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final TableDefinition table;
    private final OperationKind kind;
    private final List<RowInput> targets;

    BulkOperation(Environment environment, ApiRequest request, TableDefinition table, OperationKind kind) {
        this.environment = environment;
        this.request = request;
        this.table = table;
        this.kind = kind;
        this.targets = environment.reader().readTargets(table, request.body());
        if (kind != OperationKind.CREATEMULTIPLE) {
            targets.forEach(RowInput::refuseNested);
        }
    }

    @Override
    public OperationKind kind() {
        return kind;
    }

    @Override
    public int rows() {
        return targets.size();
    }

    @Override
    public boolean mentions(String text) {
        return targets.stream().anyMatch(target -> target.mentions(text));
    }

    @Override
    public Answer run(Execution execution) {
        execution.events().bulk();
        return execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            return switch (kind) {
                case CREATEMULTIPLE -> createAll(writer);
                case UPDATEMULTIPLE -> updateAll(writer);
                default -> upsertAll(writer);
            };
        });
    }

    private Answer createAll(RowWriter writer) {
        List<UUID> ids = new ArrayList<>(targets.size());
        for (RowInput target : targets) {
            ids.add(writer.create(table, target, null).id());
        }
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context",
                    request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse");
            json.writeArrayFieldStart("Ids");
            for (UUID id : ids) {
                json.writeString(id.toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /** Of several targets with one key the first is applied, and the others are silently left out. */
    private Answer updateAll(RowWriter writer) {
        Set<UUID> done = new HashSet<>();
        for (RowInput target : targets) {
            if (target.id() == null && !environment.dialect().updateByODataId()) {
                throw keyMissing();
            }
            RowAddress address = address(target);
            Row before = writer.find(address);
            if (before == null) {
                throw address.notFound();
            }
            if (done.add(before.id())) {
                writer.update(table, before, target, address);
            }
        }
        return new Answer(204);
    }

    private Answer upsertAll(RowWriter writer) {
        Set<UUID> done = new HashSet<>();
        for (RowInput target : targets) {
            RowAddress address = address(target);
            Row before = writer.find(address);
            if (before != null && !done.add(before.id())) {
                throw KeyRefusal.duplicateRecord().of(ErrorCode.DUPLICATE_TARGETS);
            }
            if (before != null) {
                writer.update(table, before, target, address);
            } else {
                refuseKeyInBody(target, address);
                done.add(writer.create(table, target, address).id());
            }
        }
        return new Answer(204);
    }

    /** A key column both in the address and in the item breaks the service, but only when it has to create. */
    private static void refuseKeyInBody(RowInput target, RowAddress address) {
        if (address.key() != null) {
            for (ColumnDefinition column : address.key().columns()) {
                if (target.has(column)) {
                    throw new ApiError(ErrorCode.UNEXPECTED, "An unexpected error occurred.");
                }
            }
        }
    }

    private RowAddress address(RowInput target) {
        if (target.odataId() != null) {
            RowAddress address = environment.reader().address(target.odataId());
            if (!address.table().equals(table)) {
                throw new ApiError(ErrorCode.INVALID_ARGUMENT, "'@odata.id' names another table than the request's.");
            }
            return address;
        }
        if (target.id() == null) {
            throw keyMissing();
        }
        return RowAddress.of(table, target.id());
    }

    private static ApiError keyMissing() {
        return new ApiError(
                ErrorCode.INVALID_ARGUMENT, "EdmEntityObject passed should have the key property value set.");
    }
}

package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Reference;
import java.util.function.Function;

/** A request on {@code $1}, the row that an earlier part of the changeset wrote; which one is known only then. */
final class ReferencedOperation implements Operation {

    private final ApiRequest request;
    private final Function<ApiRequest, Operation> parser;

    ReferencedOperation(ApiRequest request, Function<ApiRequest, Operation> parser) {
        this.request = request;
        this.parser = parser;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.UPDATE;
    }

    @Override
    public Answer run(Execution execution) {
        String path = request.path();
        int slash = path.indexOf('/');
        Reference row = execution.written(path.substring(1, slash < 0 ? path.length() : slash));
        String url = RowAddress.of(execution.environment().model().table(row.table()), row.id())
                .url();
        String resolved = slash < 0 ? url : url + path.substring(slash);
        return parser.apply(new ApiRequest(
                        request.method(),
                        resolved,
                        request.query(),
                        request.headers(),
                        request.body(),
                        request.serviceRoot(),
                        request.caller()))
                .run(execution);
    }
}

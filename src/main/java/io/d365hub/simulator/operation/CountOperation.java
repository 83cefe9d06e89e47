package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowQuery;
import java.nio.charset.StandardCharsets;

/** {@code GET set/$count}: the number of matching rows as text, behind a byte order mark. */
final class CountOperation implements Operation {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final RowQuery query;

    CountOperation(Environment environment, ApiRequest request, TableDefinition table) {
        QueryOptions options = QueryOptions.parse(request.query());
        QueryOperation.refuseWhatIsNotSimulated(options);
        query = new RowQuery(environment.database(), table, options, 0);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.COUNT;
    }

    @Override
    public Answer run(Execution execution) {
        return answer(Math.min(query.count(), RowQuery.GREATEST_COUNT));
    }

    /** A number as {@code /$count} answers it. */
    static Answer answer(int count) {
        return new Answer(200).body("text/plain", (BYTE_ORDER_MARK + count).getBytes(StandardCharsets.UTF_8));
    }
}

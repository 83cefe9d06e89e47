package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowQuery;
import java.nio.charset.StandardCharsets;

/** {@code GET set/$count} and {@code GET set(key)/collection/$count}: the number of matching rows as text, behind a byte order mark. */
final class CountOperation implements Operation {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Environment environment;
    private final QuerySource source;
    private final RowQuery query;

    CountOperation(Environment environment, ApiRequest request, QuerySource source) {
        this.environment = environment;
        this.source = source;
        QueryOptions options = QueryOptions.parse(request.query());
        QueryOperation.refuseWhatIsNotSimulated(options);
        query = new RowQuery(environment.queryContext(request.caller()), source.table(), options, 0);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.COUNT;
    }

    @Override
    public boolean mentions(String text) {
        return source.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        return answer(Math.min(query.count(source.rows(environment)), RowQuery.GREATEST_COUNT));
    }

    /** A number as {@code /$count} answers it. */
    static Answer answer(int count) {
        return new Answer(200).body("text/plain", (BYTE_ORDER_MARK + count).getBytes(StandardCharsets.UTF_8));
    }
}

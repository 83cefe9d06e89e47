package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.store.Row;
import java.util.List;

/** A creation that names a solution: what it creates becomes a component of it. */
final class SolutionOperation implements DelegatedOperation {

    private static final String HEADER = "MSCRM.SolutionUniqueName";
    private static final String OPTION = "SolutionUniqueName";

    private final Operation operation;
    private final ApiRequest request;
    private final String name;

    private SolutionOperation(Operation operation, ApiRequest request, String name) {
        this.operation = operation;
        this.request = request;
        this.name = name;
    }

    /** The operation as it is when the request names no solution. */
    static Operation of(Operation operation, ApiRequest request) {
        if (!request.method().equals("POST")) {
            return operation;
        }
        String name = request.header(HEADER);
        if (name == null && request.query() != null && request.query().contains(OPTION)) {
            name = QueryOptions.parse(request.query()).get(OPTION);
        }
        return name == null || name.isBlank() ? operation : new SolutionOperation(operation, request, name.strip());
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Answer run(Execution execution) {
        Environment environment = execution.environment();
        Row solution = SolutionComponents.solution(environment.database(), name);
        if (solution == null && environment.dialect().unknownSolutionRefused()) {
            throw new ApiError(ErrorCode.INVALID_ARGUMENT, "The solution '" + name + "' does not exist.");
        }
        Answer answer = operation.run(execution);
        List<SolutionComponents.Component> created = solution == null ? List.of() : SolutionComponents.created(answer);
        if (!created.isEmpty()) {
            execution.write(transaction -> {
                for (SolutionComponents.Component component : created) {
                    SolutionComponents.add(
                            transaction,
                            solution.id(),
                            component,
                            request.caller().userId(),
                            environment.clock().instant());
                }
                return null;
            });
        }
        return answer;
    }
}

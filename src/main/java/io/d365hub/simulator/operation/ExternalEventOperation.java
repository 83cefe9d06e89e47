package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.ExternalEvents;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Reference;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code POST set/Microsoft.Dynamics.CRM.OnExternalCreated}, {@code ...Updated} and {@code ...Deleted}: somebody says that a row of a
 * virtual table has changed where it lives. Nothing is stored; the steps of the message are told. Spec section 4.8 [V].
 */
final class ExternalEventOperation implements Operation {

    private final ApiRequest request;
    private final TableDefinition table;
    private final String message;
    private final RowInput target;

    ExternalEventOperation(Environment environment, ApiRequest request, TableDefinition table, String message) {
        this.request = request;
        this.table = table;
        this.message = message;
        this.target = environment.reader().readTarget(table, request.body());
        // [U] what the service says; without its key a row cannot be found by anybody.
        if (target.id() == null) {
            throw new ApiError(
                    ErrorCode.INVALID_ARGUMENT,
                    "The Target of " + message + " has no value of '"
                            + table.primaryId().logicalName() + "'.");
        }
    }

    /** Whether the table takes the message; [U]: otherwise there is no such action, as if the table had none. */
    static boolean exists(Environment environment, TableDefinition table, String message) {
        return ExternalEvents.exists(message)
                && (environment.dialect().externalEventsOfAllTables()
                        || ExternalEvents.enabled(environment.database(), table, message));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.FUNCTION;
    }

    @Override
    public boolean mentions(String text) {
        return target.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        Map<ColumnDefinition, Object> values = new HashMap<>();
        for (int i = 0; i < target.size(); i++) {
            values.put(target.column(i), target.value(i));
        }
        for (Binding binding : target.bindings()) {
            boolean byId = binding.address() != null && binding.address().id() != null;
            values.put(
                    binding.navigation().column(),
                    byId
                            ? new Reference(
                                    binding.navigation().property().target(),
                                    binding.address().id())
                            : null);
        }
        return execution.write(transaction -> {
            if (execution.events().heard()) {
                execution
                        .events()
                        .external(
                                message,
                                table,
                                target.id(),
                                values,
                                request.caller().actor());
            }
            return new Answer(204);
        });
    }
}

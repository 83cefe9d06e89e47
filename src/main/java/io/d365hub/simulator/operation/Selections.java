package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Expansion;
import io.d365hub.simulator.odata.Expansions;
import io.d365hub.simulator.odata.Selection;
import java.util.List;

/** Reads {@code $select} and {@code $expand} of a request. */
final class Selections {

    private Selections() {}

    /** What of the table's rows is answered; null for an option that is not given. */
    static Selection parse(
            Environment environment, ApiRequest request, TableDefinition table, String select, String expand) {
        List<Expansion> expansions = expand == null
                ? List.of()
                : Expansions.parse(
                        environment.queryContext(request.caller()),
                        table,
                        expand,
                        request.preferences().maxPageSize());
        return Selection.parse(table, select, expansions);
    }
}

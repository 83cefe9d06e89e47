package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.console.VirtualTables;
import java.util.Map;

/** The virtual tables that are served. */
public final class VirtualPages implements Pages {

    private final VirtualTables tables;

    public VirtualPages(VirtualTables tables) {
        this.tables = tables;
    }

    @Override
    public void mount(Console console) {
        console.entry("/virtual", "Virtual tables", Role.VIEWER);
        console.get("/virtual", Role.VIEWER, this::list);
        console.get("/virtual/:service/:table", Role.VIEWER, this::show);
    }

    private Answer list(PageRequest request) {
        return Answer.page(
                "virtual",
                Map.of(
                        "tables",
                        tables.all().stream()
                                .filter(table -> request.user().maySee(table.service()))
                                .toList()));
    }

    private Answer show(PageRequest request) {
        request.requireIntegration(request.path("service"));
        VirtualTables.Description table =
                tables.of(request.path("service"), request.path("table")).orElseThrow(PageRequest::absent);
        return Answer.page("virtual-table", Map.of("table", table));
    }
}

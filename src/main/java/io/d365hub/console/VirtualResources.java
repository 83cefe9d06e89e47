package io.d365hub.console;

import java.util.Map;

/** {@code GET /admin/virtual} and {@code GET /admin/virtual/{service}/{table}}: the virtual tables that are served. */
public final class VirtualResources implements AdminResources {

    private final VirtualTables tables;

    public VirtualResources(VirtualTables tables) {
        this.tables = tables;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get(
                "virtual",
                request -> Map.of(
                        "tables",
                        tables.all().stream()
                                .filter(line -> request.user().maySee(line.service()))
                                .toList()));
        parts.get("virtual/:service/:table", this::describe);
    }

    private VirtualTables.Description describe(AdminRequest request) {
        String service = request.path("service");
        String table = request.path("table");
        return tables.of(service, table)
                .filter(found -> request.user().maySee(service))
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The table was not described.",
                        "There is no virtual table '" + service + "/" + table + "'.",
                        "'./hub virtual list' lists those that there are."));
    }
}

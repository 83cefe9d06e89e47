package io.d365hub.virtual.source.route;

import io.d365hub.failure.FailureClassifier;
import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualTable;

/** {@code source: { route: {} }}: the route that begins with {@code virtual:<service>/<Table>} answers. */
public final class RouteSourceType implements SourceType {

    private final TableRoutes routes;
    private final FailureClassifier classifier;

    public RouteSourceType(TableRoutes routes, FailureClassifier classifier) {
        this.routes = routes;
        this.classifier = classifier;
    }

    @Override
    public String name() {
        return "route";
    }

    @Override
    public void check(VirtualTable table, Mistakes mistakes) {
        table.source()
                .options()
                .fields()
                .forEach(field -> mistakes.add(
                        field.key(),
                        "'" + field.name() + "' is not known here.",
                        "A route source has no options: the route that begins with virtual:" + table.path()
                                + " answers.",
                        "Write source: { route: {} }."));
    }

    @Override
    public TableSource open(VirtualTable table) {
        return new RouteSource(table, routes, classifier);
    }
}

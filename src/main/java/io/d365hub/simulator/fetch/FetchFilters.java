package io.d365hub.simulator.fetch;

import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Turns {@code filter} elements into tests of joined rows. */
final class FetchFilters {

    private final FetchPlanner planner;
    private final FetchConditions conditions;

    FetchFilters(FetchPlanner planner, FetchConditions conditions) {
        this.planner = planner;
        this.conditions = conditions;
    }

    Predicate<Row[]> of(FetchElement filter, FetchSource source) {
        List<Predicate<Row[]>> tests = new ArrayList<>();
        for (FetchElement child : filter.children()) {
            tests.add(
                    switch (child.name()) {
                        case "condition" -> condition(child, source);
                        case "filter" -> of(child, source);
                        case "link-entity" -> related(child, source);
                        default ->
                            throw FetchErrors.invalid("Invalid Child Node of a filter. NodeName = " + child.name());
                    });
        }
        String type = filter.get("type") == null ? "and" : filter.get("type");
        if (tests.isEmpty()) {
            return joined -> true;
        }
        return switch (type) {
            case "and" -> joined -> tests.stream().allMatch(test -> test.test(joined));
            case "or" -> joined -> tests.stream().anyMatch(test -> test.test(joined));
            default -> throw FetchErrors.invalid("Invalid filter type '" + type + "'.");
        };
    }

    private Predicate<Row[]> condition(FetchElement element, FetchSource source) {
        FetchSource own = named(element, source);
        String valueOf = element.get("valueof");
        int dot = valueOf == null ? -1 : valueOf.indexOf('.');
        return conditions.of(element, own, dot < 0 ? source : planner.aliased(valueOf.substring(0, dot)));
    }

    private FetchSource named(FetchElement condition, FetchSource source) {
        String entity = condition.get("entityname");
        return entity == null ? source : planner.aliased(entity);
    }

    /** Whether a related row satisfies the element, in the four ways that a filter may ask. */
    private Predicate<Row[]> related(FetchElement element, FetchSource source) {
        FetchJoin inner = planner.inner(element, source);
        String type = element.get("link-type") == null ? "any" : element.get("link-type");
        return switch (type) {
            case "any", "exists", "in", "not all" -> inner::exists;
            case "not any" -> joined -> !inner.exists(joined);
            case "all" -> {
                // There are related rows, and none of them satisfies the filters.
                FetchLink bare = planner.bare(element, source);
                yield joined -> bare.partners(joined).iterator().hasNext() && !inner.exists(joined);
            }
            default -> throw FetchErrors.invalid("Invalid link-type '" + type + "' in a filter.");
        };
    }

    /** Whether the filter asks for columns of tables that are joined later than this one. */
    boolean looksBeyond(FetchElement filter, FetchSource source) {
        for (FetchElement child : filter.children()) {
            String valueOf = child.get("valueof");
            boolean beyond =
                    switch (child.name()) {
                        case "condition" ->
                            named(child, source).index() > source.index()
                                    || (valueOf != null && valueOf.indexOf('.') > 0);
                        case "filter" -> looksBeyond(child, source);
                        default -> false;
                    };
            if (beyond) {
                return true;
            }
        }
        return false;
    }
}

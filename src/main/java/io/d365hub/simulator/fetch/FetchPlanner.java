package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.query.Aggregation;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds what the elements of a query name in the model. Used once. */
final class FetchPlanner {

    private static final int MOST_LINKS = 15;

    private final QueryContext context;
    private final FetchFilters filters;
    private final List<FetchSource> sources = new ArrayList<>();
    private final List<FetchLink> links = new ArrayList<>();
    private final Map<String, FetchColumn> columns = new LinkedHashMap<>();
    private final List<Pending> orders = new ArrayList<>();
    private final List<Pending> pendingFilters = new ArrayList<>();
    private boolean aggregate;
    private int linkCount;

    /** An element that names aliases which may come later in the query. */
    private record Pending(FetchElement element, FetchSource source) {}

    FetchPlanner(QueryContext context) {
        this.context = context;
        this.filters = new FetchFilters(this, new FetchConditions(context));
    }

    FetchPlan plan(String xml) {
        FetchElement fetch = FetchXmlReader.read(xml);
        List<FetchElement> entities = fetch.children("entity");
        if (!fetch.name().equals("fetch") || entities.size() != 1) {
            throw FetchErrors.invalid("A query is one fetch element with one entity element in it.");
        }
        aggregate = fetch.flag("aggregate");
        FetchElement entity = entities.get(0);
        FetchSource root = source(entity.require("name"), null);
        read(entity, root, links);
        if (!aggregate && !fetch.flag("distinct")) {
            addOwn(root, root.table().primaryId());
        }
        Predicate<Row[]> after = joined -> true;
        for (int i = 0; i < pendingFilters.size(); i++) { // a filter over related rows adds those of its links
            Pending filter = pendingFilters.get(i);
            Predicate<Row[]> test = filters.of(filter.element(), filter.source());
            if (filters.looksBeyond(filter.element(), filter.source())) {
                after = after.and(test);
            } else {
                filter.source().restrict(test);
            }
        }
        List<FetchOrder> ordered = orders.stream().map(this::order).toList();
        return new FetchPlan(fetch, sources, links, List.copyOf(columns.values()), ordered, after, aggregate);
    }

    private FetchSource source(String name, String alias) {
        TableDefinition table =
                context.database().model().byLogicalName(name).orElseThrow(() -> FetchErrors.noTable(name));
        FetchSource source = new FetchSource(table, sources.size(), alias);
        sources.add(source);
        return source;
    }

    /** The source with this alias. */
    FetchSource aliased(String alias) {
        return sources.stream()
                .filter(source -> alias.equals(source.alias()))
                .findFirst()
                .orElseThrow(() -> FetchErrors.invalid("There is no link-entity with the alias '" + alias + "'."));
    }

    private void read(FetchElement element, FetchSource source, List<FetchLink> into) {
        for (FetchElement child : element.children()) {
            switch (child.name()) {
                case "attribute" -> attribute(child, source);
                case "all-attributes" -> source.table().columns().forEach(column -> addOwn(source, column));
                case "order" -> orders.add(new Pending(child, source));
                case "filter" -> pendingFilters.add(new Pending(child, source));
                case "link-entity" -> link(child, source, into);
                case "no-attrs" -> {}
                default ->
                    throw FetchErrors.invalid(
                            "Invalid Child Node, valid nodes are filter, order, link-entity, attribute,"
                                    + " all-attributes, no-attrs. NodeName = " + child.name());
            }
        }
    }

    private void link(FetchElement element, FetchSource parent, List<FetchLink> into) {
        String type = element.get("link-type") == null ? "inner" : element.get("link-type");
        switch (type) {
            case "inner", "natural" -> join(element, parent, FetchLink.Kind.INNER, into);
            case "outer" -> join(element, parent, FetchLink.Kind.OUTER, into);
            case "matchfirstrowusingcrossapply" -> join(element, parent, FetchLink.Kind.FIRST, into);
            case "exists", "in" -> {
                FetchJoin inner = inner(element, parent);
                parent.restrict(inner::exists);
            }
            default -> throw FetchErrors.invalid("Invalid link-type '" + type + "' here.");
        }
    }

    /** A join whose rows are only looked at: a link of this element and those below it. */
    FetchJoin inner(FetchElement element, FetchSource parent) {
        List<FetchLink> chain = new ArrayList<>();
        join(element, parent, FetchLink.Kind.INNER, chain);
        return new FetchJoin(chain);
    }

    /** The same without filters and nested links. */
    FetchLink bare(FetchElement element, FetchSource parent) {
        FetchSource source = source(element.require("name"), null);
        return new FetchLink(
                context.database(),
                source,
                parent,
                source.column(element.require("from")),
                parent.column(element.require("to")),
                FetchLink.Kind.INNER);
    }

    private void join(FetchElement element, FetchSource parent, FetchLink.Kind kind, List<FetchLink> into) {
        if (++linkCount > MOST_LINKS) {
            throw new ApiError(
                    ErrorCode.TOO_MANY_LINKS,
                    "Number of link entities in query exceeded maximum limit of " + MOST_LINKS + ".");
        }
        String name = element.require("name");
        String alias = element.get("alias") == null ? name + linkCount : element.get("alias");
        FetchSource source = source(name, alias);
        into.add(new FetchLink(
                context.database(),
                source,
                parent,
                source.column(element.require("from")),
                parent.column(element.require("to")),
                kind));
        read(element, source, into);
    }

    private void attribute(FetchElement element, FetchSource source) {
        ColumnDefinition column = source.column(element.require("name"));
        String alias = element.get("alias");
        if (!aggregate) {
            if (alias == null) {
                addOwn(source, column);
            } else {
                add(new FetchColumn(alias, source, column, null, null));
            }
            return;
        }
        String grouping = element.get("dategrouping");
        String function = element.get("aggregate");
        if (function == null && !element.flag("groupby")) {
            throw FetchErrors.invalid("An attribute can not be requested when an aggregate operation has been specified"
                    + " and its neither groupby not aggregate. NodeName = " + element.require("name"));
        }
        add(new FetchColumn(
                element.require("alias"),
                source,
                column,
                function == null ? null : method(column, function, element.flag("distinct")),
                grouping == null ? null : dateGrouping(column, grouping)));
    }

    private static DateGrouping dateGrouping(ColumnDefinition column, String name) {
        if (column.type() != ColumnType.DATE && column.type() != ColumnType.DATE_TIME) {
            throw FetchErrors.invalid("dategrouping is for dates only, not for '" + column.logicalName() + "'.");
        }
        return DateGrouping.named(name);
    }

    private static Aggregation.Method method(ColumnDefinition column, String name, boolean distinct) {
        Aggregation.Method method = method(name, distinct);
        if (!method.takes(column.type())) {
            throw FetchErrors.invalid(
                    "Aggregate '" + name + "' is for numbers only, not for '" + column.logicalName() + "'.");
        }
        return method;
    }

    private static Aggregation.Method method(String name, boolean distinct) {
        return switch (name) {
            case "count" -> Aggregation.Method.COUNT;
            case "countcolumn" -> distinct ? Aggregation.Method.COUNT_DISTINCT : Aggregation.Method.COUNT_COLUMN;
            case "sum" -> Aggregation.Method.SUM;
            case "avg" -> Aggregation.Method.AVERAGE;
            case "min" -> Aggregation.Method.MIN;
            case "max" -> Aggregation.Method.MAX;
            default -> throw FetchErrors.invalid("Invalid aggregate: '" + name + "'.");
        };
    }

    /** Columns of the root keep their names; those of links get the alias in front. */
    private void addOwn(FetchSource source, ColumnDefinition column) {
        add(new FetchColumn(
                source.isRoot() ? column.propertyName() : source.alias() + "." + column.logicalName(),
                source,
                column,
                null,
                null));
        ColumnDefinition currency = source.table().column("transactioncurrencyid");
        if (source.isRoot() && column.type() == ColumnType.MONEY && currency != null) {
            addOwn(source, currency);
        }
    }

    private void add(FetchColumn column) {
        columns.putIfAbsent(column.name(), column);
    }

    private FetchOrder order(Pending pending) {
        FetchElement element = pending.element();
        boolean descending = element.flag("descending");
        if (aggregate || element.get("attribute") == null) {
            FetchColumn column = columns.get(element.require("alias"));
            if (column == null) {
                throw FetchErrors.invalid(
                        "There is no attribute with the alias '" + element.get("alias") + "' to order by.");
            }
            return new FetchOrder(column, descending);
        }
        String entity = element.get("entityname");
        FetchSource source = entity == null ? pending.source() : aliased(entity);
        ColumnDefinition column = source.column(element.require("attribute"));
        return new FetchOrder(new FetchColumn(column.logicalName(), source, column, null, null), descending);
    }
}

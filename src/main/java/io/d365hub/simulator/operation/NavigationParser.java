package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.RowAddress;
import java.util.List;
import java.util.Optional;

/**
 * Follows a path from a row along navigation properties: lookups one after another, then perhaps a collection, then
 * perhaps {@code $ref} or {@code $count}.
 */
final class NavigationParser {

    private static final String REFERENCE = "$ref";
    private static final String COUNT = "$count";
    private static final String VALUE = "$value";

    private final Environment environment;
    private final ApiRequest request;
    private final List<PathSegment> path;
    private int at = 1;

    NavigationParser(Environment environment, ApiRequest request, List<PathSegment> path) {
        this.environment = environment;
        this.request = request;
        this.path = path;
    }

    Operation parse(RowAddress address) {
        return from(new RowLocation.Addressed(address));
    }

    private Operation from(RowLocation location) {
        if (at == path.size()) {
            requireGet();
            return new RetrieveOperation(environment, request, location);
        }
        PathSegment segment = path.get(at++);
        TableDefinition table = location.table();
        TableDefinition.Navigation navigation = table.navigation(segment.name());
        if (navigation != null && !segment.hasParentheses()) {
            return along(location, navigation);
        }
        ColumnDefinition column = table.property(segment.name());
        if (column != null && !segment.hasParentheses() && (at == path.size() || endsWith(VALUE))) {
            requireGet();
            return new ColumnReadOperation(environment, request, location, column, at < path.size());
        }
        Optional<CollectionProperty> collection = environment.model().collection(table, segment.name());
        if (collection.isEmpty()) {
            throw segment.name().equals(REFERENCE) || segment.name().equals(VALUE)
                    ? ApiError.notSimulated("'" + segment.name() + "' here")
                    : ApiError.noSegment(segment.name());
        }
        return segment.hasArguments()
                ? member(
                        location,
                        collection.get(),
                        RowAddress.parse(collection.get().target(), segment.arguments()))
                : collection(location, collection.get());
    }

    private Operation along(RowLocation location, TableDefinition.Navigation navigation) {
        if (!endsWith(REFERENCE)) {
            TableDefinition target =
                    environment.model().table(navigation.property().target());
            return from(new RowLocation.LookedUp(location, navigation, target));
        }
        return switch (request.method()) {
            case "GET" -> ReferenceReadOperation.ofLookup(environment, request, location, navigation);
            case "PUT" -> AssociateOperation.lookup(environment, request, addressOf(location), navigation);
            case "DELETE" -> DisassociateOperation.lookup(request, addressOf(location), navigation);
            default -> throw notAllowed();
        };
    }

    private Operation collection(RowLocation owner, CollectionProperty collection) {
        QuerySource source = new QuerySource.Collection(owner, collection);
        if (at == path.size()) {
            requireGet();
            return QueryOperation.of(environment, request, source);
        }
        if (endsWith(COUNT)) {
            requireGet();
            return new CountOperation(environment, request, source);
        }
        if (!endsWith(REFERENCE)) {
            throw ApiError.noSegment(path.get(at).name());
        }
        return switch (request.method()) {
            case "GET" -> ReferenceReadOperation.ofCollection(environment, request, source);
            case "POST" -> AssociateOperation.collection(environment, request, addressOf(owner), collection);
            case "DELETE" -> DisassociateOperation.byOption(environment, request, addressOf(owner), collection);
            default -> throw notAllowed();
        };
    }

    private Operation member(RowLocation owner, CollectionProperty collection, RowAddress member) {
        if (!endsWith(REFERENCE)) {
            return from(new RowLocation.Member(owner, collection, member));
        }
        if (!request.method().equals("DELETE")) {
            throw notAllowed();
        }
        return DisassociateOperation.member(request, addressOf(owner), collection, member);
    }

    private boolean endsWith(String name) {
        return at == path.size() - 1 && path.get(at).name().equals(name);
    }

    /** Links are changed on a row that the path names itself, not on one that a lookup leads to. */
    private RowAddress addressOf(RowLocation location) {
        if (location instanceof RowLocation.Addressed addressed) {
            return addressed.address();
        }
        throw notAllowed();
    }

    private void requireGet() {
        if (!request.method().equals("GET")) {
            throw notAllowed();
        }
    }

    private ApiError notAllowed() {
        return new ApiError(
                ErrorCode.METHOD_NOT_ALLOWED,
                "The requested resource does not support http method '" + request.method() + "'.");
    }
}

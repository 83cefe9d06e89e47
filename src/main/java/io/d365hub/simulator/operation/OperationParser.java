package io.d365hub.simulator.operation;

import io.d365hub.simulator.function.CustomApis;
import io.d365hub.simulator.metadata.Schema;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PathParser;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.PercentCoding;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds out what a request asks for, and reads all of it. Thread-safe. */
public final class OperationParser {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    /** Bound to a table; a call without the namespace finds nothing. */
    private static final Set<String> BULK = Set.of("CreateMultiple", "UpdateMultiple", "UpsertMultiple");

    private static final int LONGEST_URL = 32_768;
    private static final int LONGEST_URL_IN_BATCH = 65_536;

    private final Environment environment;
    private final CustomApis customApis;
    private final CustomApiParser customApiParser;
    private final Schema schema;
    private final FileUploads uploads = new FileUploads();
    private final MetadataJournal journal = new MetadataJournal();
    private final UnboundParser unbound;

    public OperationParser(Environment environment) {
        this.environment = environment;
        this.customApis = new CustomApis(environment.database());
        this.schema = new Schema(environment.database(), environment.clock(), customApis);
        this.customApiParser = new CustomApiParser(environment, customApis);
        this.unbound = new UnboundParser(environment, schema, journal, customApiParser);
    }

    public CustomApis customApis() {
        return customApis;
    }

    /** The environment's metadata. */
    public Schema schema() {
        return schema;
    }

    /** The changes of metadata that requests have made. */
    public MetadataJournal journal() {
        return journal;
    }

    /**
     * The operation, ready to run.
     *
     * @param partFilter sees each part of a batch before it runs, and may replace it
     * @throws ApiError when the request cannot be read
     */
    public Operation parse(ApiRequest received, UnaryOperator<Operation> partFilter) {
        ApiRequest request = PlatformHeaders.apply(environment, received);
        schema.keyJobs().settle();
        environment.events().settle();
        if (request.path().equals("$batch")) {
            requireMethod(request, "POST");
            return new BatchOperation(
                    environment,
                    new BatchReader(request, environment.dialect()),
                    part -> partFilter.apply(parsePart(part)));
        }
        refuseLongUrl(request, LONGEST_URL);
        return parseSingle(request);
    }

    /** The service bounds what a query can be; clients send longer ones in a batch. */
    private static void refuseLongUrl(ApiRequest request, int longest) {
        int query = request.query() == null ? 0 : request.query().length() + 1;
        int length = request.serviceRoot().length() + request.path().length() + query;
        if (length > longest && request.method().equals("GET")) {
            throw new ApiError(
                    ErrorCode.URL_TOO_LONG,
                    "The URL has " + length + " characters; at most " + longest + " are allowed here.");
        }
    }

    /** Batches do not nest, so a part is anything but a batch. */
    private Operation parsePart(ApiRequest request) {
        try {
            refuseLongUrl(request, LONGEST_URL_IN_BATCH);
            return parseSingle(PlatformHeaders.apply(environment, request));
        } catch (ApiError e) {
            return new FailedOperation(OperationKind.INVALID, e);
        }
    }

    private Operation parseSingle(ApiRequest request) {
        return SolutionOperation.of(parsed(request), request);
    }

    private Operation parsed(ApiRequest request) {
        List<PathSegment> path = PathParser.parse(PercentCoding.decodePath(request.path()));
        if (path.isEmpty()) {
            requireMethod(request, "GET");
            return new ServiceDocumentOperation(environment, request);
        }
        PathSegment first = path.get(0);
        TableDefinition table = environment.model().byEntitySet(first.name()).orElse(null);
        if (table == null) {
            return unbound.parse(request, path);
        }
        if (!first.hasArguments()) {
            return path.size() == 1 ? collection(request, table) : onCollection(request, table, path);
        }
        KeyDialect keys = new KeyDialect(environment.dialect());
        RowAddress address = RowAddress.parse(table, keys.arguments(table, first, request));
        keys.refusePartition(request);
        return path.size() == 1 ? row(request, address) : below(request, address, path);
    }

    private Operation collection(ApiRequest request, TableDefinition table) {
        return switch (request.method()) {
            case "GET" -> query(request, table);
            case "POST" -> new CreateOperation(environment, request, table);
            default ->
                throw new ApiError(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "The requested resource does not support http method '" + request.method() + "'.");
        };
    }

    private Operation query(ApiRequest request, TableDefinition table) {
        QueryOptions options = QueryOptions.parse(request.query());
        if (ChangesOperation.isAskedBy(request, options)) {
            return new ChangesOperation(environment, request, table);
        }
        return FetchOperation.isAskedBy(options)
                ? new FetchOperation(environment, request, table, options)
                : QueryOperation.of(environment, request, new QuerySource.Set(table));
    }

    private Operation onCollection(ApiRequest request, TableDefinition table, List<PathSegment> path) {
        String name = path.get(1).name();
        if (name.equals("$count") && path.size() == 2) {
            requireMethod(request, "GET");
            QueryOptions options = QueryOptions.parse(request.query());
            return options.has("$deltatoken")
                    ? new ChangeCountOperation(environment, table, options)
                    : new CountOperation(environment, request, new QuerySource.Set(table));
        }
        Optional<Operation> customApi =
                path.size() == 2 ? customApiParser.bound(request, path.get(1), table, null) : Optional.empty();
        if (customApi.isPresent()) {
            return customApi.get();
        }
        if (name.startsWith(NAMESPACE) && path.size() == 2) {
            String message = name.substring(NAMESPACE.length());
            if (ExternalEventOperation.exists(environment, table, message)) {
                requireMethod(request, "POST");
                return new ExternalEventOperation(environment, request, table, message);
            }
            OperationKind kind =
                    switch (message) {
                        case "CreateMultiple" -> OperationKind.CREATEMULTIPLE;
                        case "UpdateMultiple" -> OperationKind.UPDATEMULTIPLE;
                        case "UpsertMultiple" -> OperationKind.UPSERTMULTIPLE;
                        case "DeleteMultiple" ->
                            throw new ApiError(ErrorCode.NOT_SIMULATED, "DeleteMultiple has not yet been implemented.");
                        default -> throw ApiError.noSegment(name);
                    };
            requireMethod(request, "POST");
            return new BulkOperation(environment, request, table, kind);
        }
        if (BULK.contains(name)) {
            throw new ApiError(ErrorCode.MALFORMED_REQUEST, "Request message has unresolved parameters.");
        }
        throw ApiError.noSegment(name);
    }

    private Operation row(ApiRequest request, RowAddress address) {
        return switch (request.method()) {
            case "GET" -> new RetrieveOperation(environment, request, new RowLocation.Addressed(address));
            case "PATCH" -> new PatchOperation(environment, request, address);
            case "DELETE" -> new DeleteOperation(request, address);
            default ->
                throw new ApiError(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "The requested resource does not support http method '" + request.method() + "'.");
        };
    }

    private Operation below(ApiRequest request, RowAddress address, List<PathSegment> path) {
        PathSegment segment = path.get(1);
        ColumnDefinition column = address.table().property(segment.name());
        if (column != null && column.type().isFile() && !segment.hasParentheses()) {
            return file(request, address, column, path);
        }
        if (column != null && path.size() == 2 && !segment.hasParentheses()) {
            return switch (request.method()) {
                case "GET" -> new ColumnReadOperation(environment, request, new RowLocation.Addressed(address), column);
                case "PUT", "DELETE" -> new ColumnWriteOperation(environment, request, address, column);
                default -> throw noResource(request);
            };
        }
        Optional<Operation> customApi =
                path.size() == 2 ? customApiParser.bound(request, segment, address.table(), address) : Optional.empty();
        return customApi.orElseGet(() -> new NavigationParser(environment, request, path).parse(address));
    }

    private Operation file(ApiRequest request, RowAddress address, ColumnDefinition column, List<PathSegment> path) {
        boolean raw = path.size() == 3 && path.get(2).name().equals("$value");
        if (path.size() > 2 && !raw) {
            throw ApiError.noSegment(path.get(2).name());
        }
        return switch (request.method()) {
            case "GET" -> new FileRead(environment, request, address, column, raw);
            case "PATCH", "PUT", "DELETE" -> new FileWrite(request, address, column, uploads);
            default -> throw noResource(request);
        };
    }

    static void requireMethod(ApiRequest request, String method) {
        if (!request.method().equals(method)) {
            throw noResource(request);
        }
    }

    static ApiError noResource(ApiRequest request) {
        return new ApiError(
                ErrorCode.NO_RESOURCE,
                "No HTTP resource was found that matches the request URI '" + request.uri() + "'.");
    }
}

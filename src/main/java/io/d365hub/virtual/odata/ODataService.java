package io.d365hub.virtual.odata;

import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableOperation;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.guard.TableGuard;
import io.d365hub.virtual.key.GuidKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.prefer.Preferences;
import org.apache.olingo.server.api.serializer.RepresentationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One OData service: answers requests. Thread-safe; does not block its caller. */
public final class ODataService {

    private static final Logger LOG = LoggerFactory.getLogger(ODataService.class);
    private static final String VERSION = "OData-Version";
    static final String CONTENT_TYPE = "Content-Type";

    private final AddressReader addresses;
    private final QueryReader queries;
    private final AnswerWriter writer;
    private final RowRequests rows;
    private final WriteRequests writes;
    private final ServiceModel model;
    private final Map<String, TableGuard> guards;
    private final GuidKeys keys;
    private final Executor lookUps;
    private final byte[] metadataXml;

    /**
     * A service that answers at once.
     *
     * @param guards the tables by the names of their sets
     * @param lookUps runs what asks the hub's own database; may be small
     */
    public ODataService(
            VirtualService service,
            Map<String, TableGuard> guards,
            GuidKeys keys,
            SkipTokens tokens,
            Executor lookUps) {
        this.guards = Map.copyOf(guards);
        this.keys = keys;
        this.lookUps = lookUps;
        this.model = new ServiceModel(service);
        this.addresses = new AddressReader(model);
        this.queries = new QueryReader(keys, tokens);
        this.writer = new AnswerWriter(model);
        this.rows = new RowRequests(writer, tokens);
        this.writes = new WriteRequests(model, writer, keys, lookUps);
        try {
            this.metadataXml = writer.metadata(ContentType.APPLICATION_XML);
        } catch (ODataLibraryException e) {
            throw new IllegalStateException("The metadata of service '" + service.name() + "' cannot be written", e);
        }
    }

    /** Says whether the caller may do something. */
    @FunctionalInterface
    public interface Permissions {
        boolean allow(VirtualTable table, TableOperation operation);
    }

    /** Answers; the future never fails. */
    public CompletableFuture<ODataAnswer> answer(ODataCall call, Permissions permissions) {
        try {
            Negotiation.version(call);
            Address.Parsed parsed = addresses.read(call);
            return dispatch(call, parsed, permissions).exceptionally(this::failed);
        } catch (ODataFault | SourceException | RuntimeException | StackOverflowError e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    /** The answer to something that went wrong before or in this service. */
    public ODataAnswer failed(Throwable thrown) {
        ODataFault fault =
                fault(thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown);
        Map<String, String> headers = headers(ContentType.JSON);
        headers.put("Cache-Control", "no-store");
        fault.retryAfter()
                .ifPresent(wait -> headers.put(
                        "Retry-After",
                        Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()))));
        return new ODataAnswer(fault.status(), headers, writer.error(fault));
    }

    private static ODataFault fault(Throwable thrown) {
        if (thrown instanceof ODataFault fault) {
            return fault;
        }
        if (thrown instanceof SourceException known) {
            return ODataFault.of(known);
        }
        if (thrown instanceof ODataLibraryException known) {
            return OlingoFaults.of(known);
        }
        if (thrown instanceof StackOverflowError) {
            return ODataFault.of(400, "QueryTooCostly", "The address is nested too deep.", "");
        }
        LOG.warn("A request to a virtual table was not handled because of an unexpected failure", thrown);
        return ODataFault.of(500, "InternalError", "The hub failed to handle the request. Its log says why.", "");
    }

    private CompletableFuture<ODataAnswer> dispatch(ODataCall call, Address.Parsed parsed, Permissions permissions)
            throws ODataFault, SourceException {
        Address address = parsed.address();
        if (address instanceof Address.Batch) {
            throw ODataFault.unsupported("$batch is not supported. Send the requests one by one.", "$batch");
        }
        boolean get = call.method().equals("GET");
        if (!get && !(address instanceof Address.Rows) && !(address instanceof Address.Row)) {
            throw notAllowed(call);
        }
        if (address instanceof Address.ServiceDocument) {
            ContentType type = Negotiation.type(call, parsed.uri().getFormatOption(), RepresentationType.SERVICE);
            return done(() -> writer.serviceDocument(type, call.root()), type);
        }
        if (address instanceof Address.Metadata) {
            ContentType type = Negotiation.type(call, parsed.uri().getFormatOption(), RepresentationType.METADATA);
            return done(
                    () -> type.isCompatible(ContentType.APPLICATION_XML) ? metadataXml : writer.metadata(type), type);
        }
        if (address instanceof Address.Rows set) {
            if (get) {
                permit(permissions, set.table(), TableOperation.READ);
                return page(call, parsed, set.table());
            }
            if (!call.method().equals("POST")) {
                throw notAllowed(call);
            }
            permit(permissions, set.table(), TableOperation.CREATE);
            return writes.create(call, set.table(), guard(set.table()));
        }
        if (address instanceof Address.RowCount set) {
            permit(permissions, set.table(), TableOperation.READ);
            return count(call, parsed, set.table());
        }
        if (address instanceof Address.Property property) {
            permit(permissions, property.table(), TableOperation.READ);
            return rows.property(
                    call, parsed, property, guard(property.table()), natural(property.table(), property.key()));
        }
        Address.Row row = (Address.Row) address;
        return row(call, parsed, row, permissions);
    }

    private CompletableFuture<ODataAnswer> row(
            ODataCall call, Address.Parsed parsed, Address.Row row, Permissions permissions) throws ODataFault {
        TableOperation operation =
                switch (call.method()) {
                    case "GET" -> TableOperation.READ;
                    case "PATCH", "PUT" -> TableOperation.UPDATE;
                    case "DELETE" -> TableOperation.DELETE;
                    default -> throw notAllowed(call);
                };
        permit(permissions, row.table(), operation);
        TableGuard guard = guard(row.table());
        CompletableFuture<Object> key = natural(row.table(), row.key());
        return switch (operation) {
            case UPDATE -> writes.update(call, row.table(), key, guard);
            case DELETE -> writes.delete(call, row.table(), key, guard);
            default -> rows.row(call, parsed, row.table(), guard, key);
        };
    }

    private CompletableFuture<ODataAnswer> page(ODataCall call, Address.Parsed parsed, VirtualTable table)
            throws ODataFault, SourceException {
        ContentType type = Negotiation.type(call, parsed.uri().getFormatOption(), RepresentationType.COLLECTION_ENTITY);
        Preferences preferences = model.odata().createPreferences(call.headers("Prefer"));
        QueryReader.Read read = queries.read(table, parsed.uri(), Negotiation.maxPageSize(preferences));
        if (!read.lookUps().isEmpty()) {
            return lookUp(read).thenCompose(found -> afterLookUp(call, parsed, table, type, preferences));
        }
        return page(call, parsed, table, type, preferences, read);
    }

    private CompletableFuture<ODataAnswer> afterLookUp(
            ODataCall call, Address.Parsed parsed, VirtualTable table, ContentType type, Preferences preferences) {
        try {
            QueryReader.Read read = queries.read(table, parsed.uri(), Negotiation.maxPageSize(preferences));
            // What is unknown still is no key of any row that the hub has ever shown.
            return page(call, parsed, table, type, preferences, read);
        } catch (ODataFault | SourceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<ODataAnswer> page(
            ODataCall call,
            Address.Parsed parsed,
            VirtualTable table,
            ContentType type,
            Preferences preferences,
            QueryReader.Read read)
            throws SourceException {
        CompletableFuture<TablePage> page = guard(table).read(read.query(), call.caller());
        return page.thenApply(rowsRead -> rows.page(call, parsed, table, type, preferences, read, rowsRead));
    }

    private CompletableFuture<ODataAnswer> count(ODataCall call, Address.Parsed parsed, VirtualTable table)
            throws ODataFault, SourceException {
        ContentType type = Negotiation.type(call, parsed.uri().getFormatOption(), RepresentationType.COUNT);
        QueryReader.Read read = queries.read(table, parsed.uri(), java.util.Optional.empty());
        CompletableFuture<Long> counted = read.lookUps().isEmpty()
                ? guard(table).count(read.query(), call.caller())
                : lookUp(read).thenCompose(found -> countAfterLookUp(call, parsed, table));
        return counted.thenApply(number -> RowRequests.counted(number, type));
    }

    private CompletableFuture<Long> countAfterLookUp(ODataCall call, Address.Parsed parsed, VirtualTable table) {
        try {
            return guard(table)
                    .count(
                            queries.read(table, parsed.uri(), java.util.Optional.empty())
                                    .query(),
                            call.caller());
        } catch (ODataFault | SourceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> lookUp(QueryReader.Read read) {
        return CompletableFuture.runAsync(() -> read.lookUps().forEach(keys::lookUp), lookUps);
    }

    /** The natural key; fails with 404 when no row can have this GUID. */
    private CompletableFuture<Object> natural(VirtualTable table, java.util.UUID guid) {
        GuidKeys.Natural natural = keys.natural(table, table.key(), guid);
        if (natural instanceof GuidKeys.Natural.Known known) {
            return CompletableFuture.completedFuture(known.value());
        }
        if (natural instanceof GuidKeys.Natural.NotHere notHere) {
            return CompletableFuture.supplyAsync(() -> keys.lookUp(notHere.name()), lookUps)
                    .thenCompose(found ->
                            found ? natural(table, guid) : CompletableFuture.failedFuture(RowRequests.notFound(table)));
        }
        return CompletableFuture.failedFuture(RowRequests.notFound(table));
    }

    private TableGuard guard(VirtualTable table) {
        return guards.get(table.name());
    }

    private static void permit(Permissions permissions, VirtualTable table, TableOperation operation)
            throws ODataFault {
        if (!permissions.allow(table, operation)) {
            throw ODataFault.of(
                    403,
                    "NotAllowed",
                    "This client may not %s rows of %s.".formatted(operation.word(), table.path()),
                    "");
        }
        if (!table.allows(operation)) {
            throw ODataFault.of(
                    405,
                    "NotAllowedByDeclaration",
                    "Rows of %s cannot be %sd: its declaration does not allow it."
                            .formatted(table.path(), operation.word()),
                    "");
        }
    }

    private static ODataFault notAllowed(ODataCall call) {
        return ODataFault.of(405, "MethodNotAllowed", "This address does not take " + call.method() + ".", "");
    }

    /** Writes a body. */
    @FunctionalInterface
    interface Body {
        byte[] write() throws ODataLibraryException;
    }

    private static CompletableFuture<ODataAnswer> done(Body body, ContentType type) throws ODataFault {
        return CompletableFuture.completedFuture(answer(200, type, body));
    }

    static ODataAnswer answer(int status, ContentType type, Body body) throws ODataFault {
        try {
            return new ODataAnswer(status, headers(type), body.write());
        } catch (ODataLibraryException e) {
            throw OlingoFaults.of(e);
        }
    }

    static Map<String, String> headers(ContentType type) {
        Map<String, String> headers = headers();
        headers.put(CONTENT_TYPE, type.toContentTypeString());
        return headers;
    }

    static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(VERSION, "4.0");
        return headers;
    }

    static OptionalLong countOf(TablePage page) throws ODataFault {
        if (page.count().orElse(0) > Integer.MAX_VALUE) {
            throw ODataFault.unsupported("There are too many rows to count with $count=true. Use /$count.", "$count");
        }
        return page.count();
    }
}

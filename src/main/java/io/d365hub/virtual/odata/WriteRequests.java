package io.d365hub.virtual.odata;

import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource.WriteOutcome;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.guard.Departure;
import io.d365hub.virtual.guard.TableGuard;
import io.d365hub.virtual.key.GuidKeys;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.olingo.commons.api.data.Entity;
import org.apache.olingo.commons.api.data.Property;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.serializer.RepresentationType;

/** Requests that change rows (wire forms: spec dataverse-events-and-virtual-tables §4.5 [U]). Thread-safe. */
final class WriteRequests {

    private final ServiceModel model;
    private final AnswerWriter writer;
    private final GuidKeys keys;
    private final Executor lookUps;

    WriteRequests(ServiceModel model, AnswerWriter writer, GuidKeys keys, Executor lookUps) {
        this.model = model;
        this.writer = writer;
        this.keys = keys;
        this.lookUps = lookUps;
    }

    CompletableFuture<ODataAnswer> create(ODataCall call, VirtualTable table, TableGuard guard) throws ODataFault {
        ContentType type = Negotiation.type(call, null, RepresentationType.ENTITY);
        boolean minimal = call.headers("Prefer").stream().anyMatch(value -> value.contains("return=minimal"));
        return values(call, table, true)
                .thenCompose(guard::create)
                .thenCompose(created -> minimal
                        ? CompletableFuture.completedFuture(Optional.of(created))
                        : guard.find(created.key(), Set.copyOf(table.columns()), Departure.never()))
                .thenApply(found -> {
                    TableRow row = found.orElseThrow(() -> new CompletionException(ODataFault.of(
                            502,
                            "WrongDataFromSource",
                            "The row was created in %s, but its source does not show it.".formatted(table.path()),
                            "")));
                    return created(call, table, row, minimal, type);
                });
    }

    private ODataAnswer created(ODataCall call, VirtualTable table, TableRow row, boolean minimal, ContentType type) {
        String id = call.root() + table.name() + "(" + GuidKeys.guid(table, table.key(), row.key()) + ")";
        try {
            ODataAnswer answer = minimal
                    ? new ODataAnswer(204, ODataService.headers(), new byte[0])
                    : ODataService.answer(201, type, () -> writer.row(row, null, type, call.root()));
            answer.headers().put("Location", id);
            answer.headers().put("OData-EntityId", id);
            if (minimal) {
                answer.headers().put("Preference-Applied", "return=minimal");
            } else {
                ETags.of(row).ifPresent(etag -> answer.headers().put("ETag", etag));
            }
            return answer;
        } catch (ODataFault e) {
            throw new CompletionException(e);
        }
    }

    /** PUT changes what is given and leaves the rest, as PATCH does. */
    CompletableFuture<ODataAnswer> update(
            ODataCall call, VirtualTable table, CompletableFuture<Object> key, TableGuard guard) throws ODataFault {
        Optional<Object> version = version(call, table);
        CompletableFuture<Map<VirtualColumn, Object>> values = values(call, table, false);
        return key.thenCompose(natural -> values.thenCompose(changes -> guard.update(natural, changes, version)))
                .thenApply(outcome -> written(outcome, table));
    }

    CompletableFuture<ODataAnswer> delete(
            ODataCall call, VirtualTable table, CompletableFuture<Object> key, TableGuard guard) throws ODataFault {
        Optional<Object> version = version(call, table);
        return key.thenCompose(natural -> guard.delete(natural, version)).thenApply(outcome -> written(outcome, table));
    }

    private static ODataAnswer written(WriteOutcome outcome, VirtualTable table) {
        return switch (outcome) {
            case DONE -> new ODataAnswer(204, ODataService.headers(), new byte[0]);
            case NOT_FOUND -> throw new CompletionException(RowRequests.notFound(table));
            case OTHER_VERSION -> throw new CompletionException(ETags.otherVersion());
        };
    }

    private static Optional<Object> version(ODataCall call, VirtualTable table) throws ODataFault {
        if (!call.headers("If-None-Match").isEmpty()) {
            throw ODataFault.unsupported("If-None-Match is not supported when rows are changed.", "If-None-Match");
        }
        Optional<String> wanted = call.header("If-Match").map(String::strip).filter(etag -> !etag.equals("*"));
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        VirtualColumn column = table.version()
                .orElseThrow(() -> ODataFault.unsupported(
                        "Rows of %s have no version, so If-Match cannot be honoured.".formatted(table.path()),
                        "If-Match"));
        return Optional.of(ETags.version(column, wanted.get()));
    }

    /** The body's values in the source's types. */
    private CompletableFuture<Map<VirtualColumn, Object>> values(ODataCall call, VirtualTable table, boolean create)
            throws ODataFault {
        Entity entity;
        try {
            ContentType type =
                    ContentType.parse(call.header(ODataService.CONTENT_TYPE).orElse("application/json"));
            if (type == null || !type.isCompatible(ContentType.APPLICATION_JSON)) {
                throw ODataFault.of(415, "UnsupportedMediaType", "Rows are taken as application/json.", "Content-Type");
            }
            entity = model.odata()
                    .createDeserializer(type, model.metadata())
                    .entity(
                            new ByteArrayInputStream(call.body()),
                            model.of(table).type())
                    .getEntity();
        } catch (ODataLibraryException e) {
            throw OlingoFaults.of(e);
        } catch (IllegalArgumentException e) {
            throw ODataFault.of(415, "UnsupportedMediaType", "Rows are taken as application/json.", "Content-Type");
        }
        Map<VirtualColumn, Object> values = new HashMap<>();
        Map<VirtualColumn, UUID> guids = new HashMap<>();
        for (Property property : entity.getProperties()) {
            VirtualColumn column = table.column(property.getName()).orElseThrow();
            // OData 4.0, Protocol 11.4.3: what cannot be written is ignored.
            if ((column.ordinal() == 0 && !create)
                    || column.readOnly()
                    || table.version().filter(column::equals).isPresent()) {
                continue;
            }
            Object value = property.getValue();
            if (column.isMintedGuid() && value != null) {
                guids.put(column, (UUID) value);
            } else {
                values.put(column, typed(column, value));
            }
        }
        if (create) {
            complete(table, values.keySet(), guids.keySet());
        }
        return guids.isEmpty() ? CompletableFuture.completedFuture(values) : natural(table, values, guids);
    }

    private static void complete(VirtualTable table, Set<VirtualColumn> values, Set<VirtualColumn> guids)
            throws ODataFault {
        for (VirtualColumn column : table.columns()) {
            boolean needed = column.ordinal() > 0
                    && !column.nullable()
                    && !column.readOnly()
                    && !table.version().filter(column::equals).isPresent();
            if (needed && !values.contains(column) && !guids.contains(column)) {
                throw ODataFault.badRequest(
                        "Column '" + column.name() + "' is missing, and it is never null.", column.name());
            }
        }
    }

    private static Object typed(VirtualColumn column, Object value) throws ODataFault {
        if (value == null) {
            return null;
        }
        Object moment = value instanceof java.util.Calendar calendar ? calendar.toInstant() : value;
        Object plain = moment instanceof java.sql.Timestamp timestamp ? timestamp.toInstant() : moment;
        return column.sourceType()
                .exact(plain)
                .orElseThrow(() -> ODataFault.badRequest(
                        "The value of '" + column.name() + "' does not fit "
                                + column.type().edm() + ".",
                        column.name()));
    }

    private CompletableFuture<Map<VirtualColumn, Object>> natural(
            VirtualTable table, Map<VirtualColumn, Object> values, Map<VirtualColumn, UUID> guids) {
        return CompletableFuture.supplyAsync(
                () -> {
                    guids.forEach((column, guid) -> values.put(column, natural(table, column, guid)));
                    return values;
                },
                lookUps);
    }

    private Object natural(VirtualTable table, VirtualColumn column, UUID guid) {
        GuidKeys.Natural natural = keys.natural(table, column, guid);
        if (natural instanceof GuidKeys.Natural.NotHere notHere && keys.lookUp(notHere.name())) {
            natural = keys.natural(table, column, guid);
        }
        if (natural instanceof GuidKeys.Natural.Known known) {
            return known.value();
        }
        throw new CompletionException(ODataFault.badRequest(
                "The GUID of '%s' stands for no key of the source. GUIDs of this column are made of %s."
                        .formatted(column.name(), column.sourceType().word()),
                column.name()));
    }
}

package io.d365hub.virtual.source.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource.WriteOutcome;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.source.web.JsonColumns;
import io.d365hub.virtual.source.web.WebAnswer;
import io.d365hub.virtual.source.web.WebRequest;
import io.d365hub.virtual.source.web.WebService;
import java.util.Map;
import java.util.Optional;

/** Creates, updates and deletes rows of the other service; versions are its ETags. Immutable, thread-safe. */
final class ODataWrites {

    private static final String IF_MATCH = "If-Match";

    private final VirtualTable table;
    private final WebService service;
    private final ODataRequests requests;
    private final ODataPages pages;
    private final JsonColumns json;

    ODataWrites(VirtualTable table, WebService service, ODataRequests requests, ODataPages pages, JsonColumns json) {
        this.table = table;
        this.service = service;
        this.requests = requests;
        this.pages = pages;
        this.json = json;
    }

    TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        WebAnswer answer = service.send(
                WebRequest.write("POST", requests.set(), body(values)).with("Prefer", "return=representation"), call);
        if (!answer.isSuccess()) {
            throw answer.status() == 400 ? refused() : service.refusal(answer);
        }
        if (answer.body().length > 0) {
            return pages.single(service.json(answer));
        }
        Optional<String> address = answer.header("OData-EntityId").or(() -> answer.header("Location"));
        if (address.isEmpty()) {
            throw SourceException.wrongData(
                    "The source of %s created a row and did not say which.".formatted(table.path()));
        }
        JsonNode row = service.json(WebRequest.get(requests.set().resolve(address.get())), call);
        return pages.single(row);
    }

    WriteOutcome update(Object key, Map<VirtualColumn, Object> values, Optional<Object> version, SourceCall call)
            throws SourceException {
        // With any version, but an existing row: without the header a PATCH may create one.
        WebRequest request = WebRequest.write("PATCH", requests.row(key), body(values))
                .with(IF_MATCH, version.map(Object::toString).orElse("*"));
        return outcome(service.send(request, call), version.isPresent());
    }

    WriteOutcome delete(Object key, Optional<Object> version, SourceCall call) throws SourceException {
        WebRequest request = WebRequest.delete(requests.row(key))
                .with(IF_MATCH, version.map(Object::toString).orElse("*"));
        return outcome(service.send(request, call), version.isPresent());
    }

    private WriteOutcome outcome(WebAnswer answer, boolean conditional) throws SourceException {
        if (answer.isSuccess()) {
            return WriteOutcome.DONE;
        }
        switch (answer.status()) {
            case 404, 410 -> {
                return WriteOutcome.NOT_FOUND;
            }
            case 412 -> {
                // "*" fails only where there is no row.
                return conditional ? WriteOutcome.OTHER_VERSION : WriteOutcome.NOT_FOUND;
            }
            case 400 -> throw refused();
            default -> throw service.refusal(answer);
        }
    }

    private SourceException refused() {
        return SourceException.badRequest("The source of %s refuses the values.".formatted(table.path()), "");
    }

    private ObjectNode body(Map<VirtualColumn, Object> values) {
        ObjectNode body = json.object(values);
        body.remove(ODataSettings.ETAG);
        return body;
    }
}

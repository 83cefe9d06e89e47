package io.d365hub.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.Role;
import io.d365hub.audit.AuditRecord;
import io.d365hub.audit.AuditTrail;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The trace of one message, and the audit trail: reading, checking and exporting it. */
public final class AuditResources implements AdminResources {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_PER_PAGE = 500;

    private final AuditTrail audit;
    private final AuditScope scope;
    private final MessageTraces traces;

    public AuditResources(AuditTrail audit, AuditScope scope, MessageTraces traces) {
        this.audit = audit;
        this.scope = scope;
        this.traces = traces;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get("trace/:id", this::trace);
        parts.get("audit", Role.ADMINISTRATOR, this::list);
        parts.get("audit/verification", Role.ADMINISTRATOR, request -> verification(audit.verify()));
        parts.stream("audit/export", "application/x-ndjson", Role.ADMINISTRATOR, this::export);
    }

    private Object trace(AdminRequest request) {
        String id = request.path("id");
        return traces.find(id, request.user())
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The message was not traced.",
                        "No message and no dead letter has the id " + id
                                + ", or the letter was purged, or the message ended more than 7 days ago without ever having"
                                + " been dead; nor has any receiver of webhooks had an event of this id.",
                        "Take the id from the header Location of the 202, from './hub dead-letters list', or from the header"
                                + " webhook-id of a call."));
    }

    private Object list(AdminRequest request) {
        int limit = request.number("limit", 1, MOST_PER_PAGE, DEFAULT_LIMIT);
        List<AuditRecord> entries = request.query("after").isPresent()
                ? scope.after(request.user(), request.number("after", 0, Integer.MAX_VALUE, 0), limit)
                : scope.latest(request.user(), limit);
        return Map.of("entries", entries.stream().map(AuditResources::json).toList());
    }

    private static ObjectNode json(AuditRecord entry) {
        ObjectNode json = AdminApi.JSON.valueToTree(entry);
        try {
            json.set("details", AdminApi.JSON.readTree(entry.details()));
        } catch (JsonProcessingException e) {
            // Was cut because it was too long: stays text.
        }
        return json;
    }

    private static Object verification(AuditTrail.Verification found) {
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        answer.put("entries", found.entries())
                .put("intact", found.wrong().isEmpty())
                .put("hash", found.head().hash());
        found.wrong().ifPresent(why -> answer.put("why", why));
        return answer;
    }

    private void export(AdminRequest request, HttpServerResponse response) throws IOException {
        ResponseAppender out = new ResponseAppender(response);
        long last = 0;
        List<AuditRecord> page = audit.after(last, MOST_PER_PAGE);
        while (!page.isEmpty()) {
            for (AuditRecord entry : scope.open(request.user(), page)) {
                out.append(AdminApi.JSON.writeValueAsString(entry)).append("\n");
            }
            last = page.get(page.size() - 1).sequence();
            page = audit.after(last, MOST_PER_PAGE);
        }
        out.flush();
        response.end();
    }
}

package io.d365hub.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.audit.AuditRecord;
import io.d365hub.audit.AuditTrail;
import io.d365hub.console.AuditScope;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The audit trail: the latest entries, those about one id, whether the trail is whole, and all of it as NDJSON; of each what the
 * person's integrations include.
 */
public final class AuditPages implements Pages {

    private static final int SHOWN = 200;
    private static final int PORTION = 500;

    private final AuditTrail trail;
    private final AuditScope scope;
    private final ObjectMapper json = new ObjectMapper();

    public AuditPages(AuditTrail trail, AuditScope scope) {
        this.trail = trail;
        this.scope = scope;
    }

    @Override
    public void mount(Console console) {
        console.entry("/audit", "Audit trail", Role.ADMINISTRATOR);
        console.get("/audit", Role.ADMINISTRATOR, this::show);
        console.get(
                "/audit/export",
                Role.ADMINISTRATOR,
                request -> new Answer.Download(
                        "audit.ndjson", "application/x-ndjson", out -> export(request.user(), out)));
    }

    private Answer show(PageRequest request) {
        Optional<String> id = request.query("id");
        Map<String, Object> model = new HashMap<>();
        model.put("id", id.orElse(""));
        model.put(
                "records",
                id.map(text -> scope.about(request.user(), PageRequest.uuid(text)))
                        .orElseGet(() -> scope.latest(request.user(), SHOWN)));
        model.put("partly", !request.user().hasAllIntegrations());
        model.put("checked", "");
        model.put("wrong", "");
        if (request.query("check").isPresent()) {
            AuditTrail.Verification verification = trail.verify();
            model.put("checked", verification.entries());
            model.put("wrong", verification.wrong().orElse(""));
        }
        return Answer.page("audit", model);
    }

    private void export(User user, Appendable out) throws IOException {
        long after = 0;
        List<AuditRecord> portion;
        do {
            portion = trail.after(after, PORTION);
            for (AuditRecord entry : scope.open(user, portion)) {
                out.append(line(entry)).append('\n');
            }
            after = portion.isEmpty() ? after : portion.get(portion.size() - 1).sequence();
        } while (portion.size() == PORTION);
    }

    private String line(AuditRecord entry) throws IOException {
        ObjectNode line = json.createObjectNode()
                .put("sequence", entry.sequence())
                .put("at", entry.at().toString())
                .put("who", entry.who())
                .put("act", entry.act())
                .put("why", entry.why());
        entry.subjects().forEach(id -> line.withArray("subjects").add(id.toString()));
        line.set("details", json.readTree(entry.details()));
        return line.put("hashBefore", entry.hashBefore())
                .put("hashAfter", entry.hashAfter())
                .put("previousHash", entry.previousHash())
                .put("hash", entry.hash())
                .toString();
    }
}

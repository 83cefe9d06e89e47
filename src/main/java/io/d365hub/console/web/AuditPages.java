package io.d365hub.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.Role;
import io.d365hub.audit.AuditRecord;
import io.d365hub.audit.AuditTrail;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit trail: the latest entries, those about one id, whether the trail is whole, and all of it as NDJSON. */
public final class AuditPages implements Pages {

    private static final int SHOWN = 200;
    private static final int PORTION = 500;

    private final AuditTrail trail;
    private final ObjectMapper json = new ObjectMapper();

    public AuditPages(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void mount(Console console) {
        console.entry("/audit", "Audit trail", Role.ADMINISTRATOR);
        console.get("/audit", Role.ADMINISTRATOR, this::show);
        console.get(
                "/audit/export",
                Role.ADMINISTRATOR,
                request -> new Answer.Download("audit.ndjson", "application/x-ndjson", this::export));
    }

    private Answer show(PageRequest request) {
        Optional<String> id = request.query("id");
        Map<String, Object> model = new HashMap<>();
        model.put("id", id.orElse(""));
        model.put(
                "records",
                id.map(text -> trail.about(List.of(PageRequest.uuid(text)))).orElseGet(() -> trail.latest(SHOWN)));
        model.put("checked", "");
        model.put("wrong", "");
        if (request.query("check").isPresent()) {
            AuditTrail.Verification verification = trail.verify();
            model.put("checked", verification.entries());
            model.put("wrong", verification.wrong().orElse(""));
        }
        return Answer.page("audit", model);
    }

    private void export(Appendable out) throws IOException {
        long after = 0;
        List<AuditRecord> portion;
        do {
            portion = trail.after(after, PORTION);
            for (AuditRecord entry : portion) {
                out.append(line(entry)).append('\n');
                after = entry.sequence();
            }
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

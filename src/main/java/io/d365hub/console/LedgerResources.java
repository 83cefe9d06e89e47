package io.d365hub.console;

import io.d365hub.access.Role;
import io.d365hub.ledger.Ledger;
import java.util.Map;

/** {@code GET /admin/ledger}: in which state how many messages are, and each single one. */
public final class LedgerResources implements AdminResources {

    private final Ledger ledger;

    public LedgerResources(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get(
                "ledger",
                request -> Map.of(
                        "integrations",
                        ledger.balances().stream()
                                .filter(balance -> request.user().maySee(balance.name()))
                                .toList()));
        parts.stream("ledger/:integration/messages", "application/x-ndjson", Role.VIEWER, (request, response) -> {
            String integration = request.path("integration");
            if (!request.user().maySee(integration)) {
                throw IntegrationResources.unknown(integration);
            }
            ResponseAppender out = new ResponseAppender(response);
            ledger.export(integration, out);
            out.flush();
            response.end();
        });
    }
}

package io.d365hub.simulator.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

/** What a service endpoint must have for its contract, and the columns that tell whether a secret is set. */
final class EndpointRule implements RowRule {

    private static final int WEBHOOK = 8;
    private static final int EVENT_HUB = 7;
    private static final int BINARY = 1;
    private static final int JSON = 2;
    private static final Set<Integer> ON_THE_BUS = Set.of(2, 5, 6, 7);
    private static final Set<Integer> WEBHOOK_AUTHENTICATION = Set.of(4, 5, 6);

    private static final Map<String, String> SECRETS =
            Map.of("authvalue", "isauthvalueset", "saskey", "issaskeyset", "sastoken", "issastokenset");

    @Override
    public void apply(TableDefinition table, Object[] values) {
        SECRETS.forEach((secret, isSet) -> values[table.column(isSet).ordinal()] =
                values[table.column(secret).ordinal()] != null);
        Object contract = values[table.column("contract").ordinal()];
        boolean webhook = contract.equals(WEBHOOK);
        preset(table, values, "messageformat", webhook ? JSON : BINARY);
        preset(table, values, "connectionmode", 1);
        preset(table, values, "userclaim", 1);
        if (webhook) {
            requireUrl((String) values[table.column("url").ordinal()]);
            if (!WEBHOOK_AUTHENTICATION.contains(values[table.column("authtype").ordinal()])) {
                throw new RuleViolation("The authentication type of a webhook must be WebhookKey (4), HttpHeader (5) or"
                        + " HttpQueryString (6).");
            }
        } else if (ON_THE_BUS.contains(contract)) {
            require(table, values, "namespaceaddress");
            require(table, values, "path");
            if (contract.equals(EVENT_HUB)
                    && values[table.column("messageformat").ordinal()].equals(BINARY)) {
                throw new RuleViolation(
                        "The message format of an Event Hub endpoint must be Json (2) or Text XML (3).");
            }
        }
    }

    private static void preset(TableDefinition table, Object[] values, String name, int value) {
        int ordinal = table.column(name).ordinal();
        if (values[ordinal] == null) {
            values[ordinal] = value;
        }
    }

    private static void require(TableDefinition table, Object[] values, String name) {
        if (values[table.column(name).ordinal()] == null) {
            throw new RuleViolation("Required field '" + name + "' of entity 'serviceendpoint' is missing.");
        }
    }

    private static void requireUrl(String text) {
        try {
            URI url = text == null ? null : new URI(text);
            if (url != null
                    && url.getHost() != null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw new RuleViolation("The endpoint URL of a webhook must be an absolute http or https URL.");
    }
}

package io.d365hub.cli;

import io.d365hub.HubServer;
import io.d365hub.Settings;
import io.d365hub.access.DevelopmentKey;
import io.d365hub.message.Integration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code ./hub run} prints once it is ready: addresses, the development key, and what to try next. */
final class ReadyBlock {

    private ReadyBlock() {}

    static String text(Settings settings, HubServer server, long millisSinceStart) {
        List<String> lines = new ArrayList<>();
        String api = "http://" + shown(settings.text("hub.http.host")) + ":" + settings.text("hub.http.port");
        lines.add(String.format(Locale.ROOT, "Ready after %.1f s.", millisSinceStart / 1000.0));
        lines.add("");
        lines.add("  API          " + api + "   (GET /openapi.json)");
        lines.add("  Management   http://" + shown(settings.text("hub.management.host")) + ":"
                + settings.text("hub.management.port") + "/observe/health");
        lines.add("  Console      http://" + shown(settings.text("hub.management.host")) + ":"
                + settings.text("hub.management.port") + "/console"
                + (server.hasWayIntoConsole()
                        ? ""
                        : "   (nobody may use it yet: './hub users add NAME --role administrator')"));
        server.simulatorPort()
                .ifPresent(port -> lines.add("  Dataverse    http://" + settings.text("hub.simulator.host") + ":" + port
                        + "/api/data/v9.2/   (simulator, a sample company)"));
        lines.add("  Broker       "
                + server.brokerPort()
                        .map(port ->
                                "tcp://" + settings.text("hub.broker.host") + ":" + port + "   (core and AMQP 1.0)")
                        .orElse(settings.text("hub.broker.url")));
        lines.add("  Integrations "
                + String.join(
                        ", ",
                        server.integrations().stream()
                                .map(Integration::name)
                                .sorted()
                                .toList()));
        if (!server.hasClients()) {
            lines.add("");
            lines.add(
                    "Nobody may send messages yet. './hub clients add NAME --integrations NAME,...' makes an API key;");
            lines.add("the hub takes the changed " + settings.text("hub.clients") + " over by itself.");
        }
        Optional<DevelopmentKey> key = server.developmentKey();
        key.ifPresent(known -> {
            lines.add("  API key      "
                    + (known.isNew()
                            ? known.key() + "   (shown once)"
                            : "of development, in " + settings.text("hub.data") + "/" + DevelopmentKey.FILE));
            lines.add("");
            lines.add("Try next, in another terminal:");
            lines.add("  ./hub send webshop-orders samples/orders.ndjson");
            lines.add("  ./hub dead-letters causes");
            lines.add("  curl -i -H \"X-API-Key: $(cat " + settings.text("hub.data") + "/" + DevelopmentKey.FILE
                    + ")\" -H 'Content-Type: application/json' \\");
            lines.add("    -d @samples/order.json " + api + "/push/webshop-orders");
        });
        return String.join(System.lineSeparator(), lines);
    }

    private static String shown(String host) {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }
}

package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.yaml.YamlValue;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Routes whose failures nobody keeps. What comes through the hub's own doors (push, events, batches, virtual tables) has its
 * policy there; a route that begins elsewhere needs one of its own, or a message that fails is logged and gone.
 */
final class FailurePolicies implements Check {

    /** What calls them has a policy, or waits for the answer. */
    private static final Set<String> ANSWERED = Set.of("direct", "platform-http", "rest", "kamelet", "stub");

    private static final Set<String> POLICIES =
            Set.of("errorHandler", "onException", "doTry", "routeConfigurationId", "circuitBreaker");

    private final EndpointCatalog catalog;

    FailurePolicies(EndpointCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        // A configuration without an id is everybody's.
        boolean forAll = tree.routes().stream()
                .flatMap(file -> Stream.concat(
                        file.items("routeConfiguration").stream()
                                .filter(configuration ->
                                        configuration.textOf("id").isEmpty()),
                        Stream.concat(file.items("errorHandler").stream(), file.items("onException").stream())))
                .findAny()
                .isPresent();
        if (forAll) {
            return;
        }
        for (RouteFile file : tree.routes()) {
            file.items("route").forEach(route -> check(tree, file, route, findings));
        }
    }

    private void check(RouteTree tree, RouteFile file, YamlValue route, Findings findings) {
        Optional<EndpointUse> from = file.endpoints().stream()
                .filter(EndpointUse::consumer)
                .filter(use -> route.get("from").stream()
                        .anyMatch(at -> at.line() <= use.at().line()))
                .findFirst();
        if (from.isEmpty() || !isUnattended(tree, from.get())) {
            return;
        }
        boolean[] policy = {false};
        FieldWalk.over(route, (parent, field) -> policy[0] |= POLICIES.contains(field.name()));
        if (!policy[0]) {
            findings.add(
                    file.file(),
                    from.get().at(),
                    "The route has no failure policy.",
                    "A message from '" + from.get().scheme() + ":' that fails would be logged and gone.",
                    "Begin with a kamelet of the hub (push-source, batch-...-source), or give the route an 'errorHandler' or"
                            + " an 'onException'.");
        }
    }

    private boolean isUnattended(RouteTree tree, EndpointUse from) {
        if (from.scheme().equals(KameletUses.SCHEME)) {
            Kamelet kamelet = tree.kamelets().get(KameletUses.name(from));
            return kamelet != null
                    && EndpointUses.in(kamelet.file(), kamelet.document()).stream()
                            .filter(EndpointUse::consumer)
                            .findFirst()
                            .filter(inner -> isUnattended(tree, inner))
                            .isPresent();
        }
        return !ANSWERED.contains(from.scheme()) && catalog.has(from.scheme()) && !catalog.isOurs(from.scheme());
    }
}

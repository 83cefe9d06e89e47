package io.d365hub.check;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The brokers of other systems that routes name: each must be one that a setting describes, or the route does not start. */
final class BusNames implements Check {

    private static final Set<String> SCHEMES = Set.of("bus", "bus-source", "dataverse-event");
    private static final String OPTION = "connection";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");

    private final Set<String> known;

    /** @param known all names, that of the hub's own broker included */
    BusNames(Set<String> known) {
        this.known = new TreeSet<>(known);
    }

    /** A place that names a broker. */
    private record Named(EndpointUse use, EndpointUse.Option option) {}

    @Override
    public void check(RouteTree tree, Findings findings) {
        tree.routes().stream()
                .flatMap(route -> route.endpoints().stream())
                .flatMap(use -> named(tree, use))
                .filter(named -> !named.option().isPlaceholder()
                        && !named.option().value().isBlank()
                        && !known.contains(named.option().value()))
                .forEach(named -> {
                    String name = named.option().value();
                    findings.add(
                            named.use().file(),
                            named.option().at(),
                            "There is no bus '" + name + "'.",
                            "Settings describe: " + String.join(", ", known) + ".",
                            Nearest.didYouMean(
                                    name,
                                    known,
                                    "Set hub.bus." + name + ".url in config/hub.properties, and start the hub again."));
                });
    }

    private static Stream<Named> named(RouteTree tree, EndpointUse use) {
        if (SCHEMES.contains(use.scheme())) {
            return use.option(OPTION).map(option -> new Named(use, option)).stream();
        }
        Kamelet kamelet =
                use.scheme().equals(KameletUses.SCHEME) ? tree.kamelets().get(KameletUses.name(use)) : null;
        return kamelet == null
                ? Stream.empty()
                : EndpointUses.in(kamelet.file(), kamelet.document()).stream()
                        .filter(inside -> SCHEMES.contains(inside.scheme()))
                        .flatMap(inside -> inside.option(OPTION).stream())
                        .flatMap(option -> parameter(option.value()).flatMap(use::option).stream())
                        .map(option -> new Named(use, option));
    }

    /** The kamelet's parameter that a template's value is. */
    private static Optional<String> parameter(String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        return placeholder.matches() ? Optional.of(placeholder.group(1)) : Optional.empty();
    }
}

package io.d365hub.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The batches that others come after: each must be there, or the hub does not start. Says nothing where names of batches are only
 * known when routes start: by a placeholder, in a kamelet of another shape, or in a route that is a Java class.
 */
final class BatchParents implements Check {

    private static final String SCHEMES = "batch-";
    private static final String NAME = "batch";
    private static final String PARENTS = "after";

    private final Path routes;

    BatchParents(Path routes) {
        this.routes = routes;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        List<EndpointUse> batches = tree.routes().stream()
                .flatMap(route -> route.endpoints().stream())
                .filter(use -> use.consumer() && isBatch(tree, use))
                .toList();
        List<Optional<String>> names = batches.stream().map(BatchParents::name).toList();
        if (names.contains(Optional.<String>empty())
                || !JavaRoutes.files(tree.home().resolve(routes)).isEmpty()) {
            return;
        }
        Set<String> known =
                new TreeSet<>(names.stream().flatMap(Optional::stream).toList());
        batches.forEach(use -> use.option(PARENTS)
                .filter(after -> !after.isPlaceholder())
                .ifPresent(after -> check(use, after, known, findings)));
    }

    private static void check(EndpointUse use, EndpointUse.Option after, Set<String> known, Findings findings) {
        for (String parent : after.value().split(",", -1)) {
            String name = parent.strip();
            if (!name.isEmpty() && !known.contains(name)) {
                findings.add(
                        use.file(),
                        after.at(),
                        "There is no batch '" + name + "' to come after.",
                        "The batches are: " + String.join(", ", known) + ".",
                        Nearest.didYouMean(name, known, "Name one of them, or leave 'after' out."));
            }
        }
    }

    private static boolean isBatch(RouteTree tree, EndpointUse use) {
        Kamelet kamelet =
                use.scheme().equals(KameletUses.SCHEME) ? tree.kamelets().get(KameletUses.name(use)) : null;
        return use.scheme().startsWith(SCHEMES)
                || (kamelet != null
                        && EndpointUses.in(kamelet.file(), kamelet.document()).stream()
                                .anyMatch(inside ->
                                        inside.consumer() && inside.scheme().startsWith(SCHEMES)));
    }

    private static Optional<String> name(EndpointUse use) {
        return use.scheme().equals(KameletUses.SCHEME)
                ? use.option(NAME).filter(option -> !option.isPlaceholder()).map(EndpointUse.Option::value)
                : Optional.of(use.path()).filter(path -> !use.isDynamic());
    }
}

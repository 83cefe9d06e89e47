package io.d365hub.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls from route to route ({@code direct:}, {@code seda:}) and from kamelet to kamelet: each must lead somewhere, and must
 * not lead back to where it came from.
 */
final class RouteCalls implements Check {

    private static final Set<String> CALLS = Set.of("direct", "seda");

    private final Path routes;

    RouteCalls(Path routes) {
        this.routes = routes;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        Map<String, Path> receivers = new TreeMap<>();
        tree.endpoints()
                .filter(use -> use.consumer() && CALLS.contains(use.scheme()))
                .forEach(use -> receivers.putIfAbsent(name(use), use.file()));
        String java = javaRoutes(tree.home().resolve(routes));
        Map<Path, List<Call>> calls = new HashMap<>();
        tree.endpoints()
                .filter(use -> !use.consumer() && CALLS.contains(use.scheme()) && !use.isDynamic())
                .forEach(use -> {
                    Path target = receivers.get(name(use));
                    if (target != null) {
                        add(calls, use, target);
                    } else if (!java.contains(name(use))) {
                        unknown(use, receivers.keySet(), findings);
                    }
                });
        tree.endpoints().filter(use -> use.scheme().equals(KameletUses.SCHEME)).forEach(use -> Optional.ofNullable(
                        tree.kamelets().get(KameletUses.name(use)))
                .ifPresent(kamelet -> add(calls, use, kamelet.file())));
        new Cycles(calls, findings).find();
    }

    private record Call(EndpointUse use, Path target) {}

    private static void add(Map<Path, List<Call>> calls, EndpointUse use, Path target) {
        // A queue in memory between two steps is a pause, not a call: only what waits for its answer can turn in a
        // circle.
        if (!use.scheme().equals("seda")) {
            calls.computeIfAbsent(use.file(), file -> new ArrayList<>()).add(new Call(use, target));
        }
    }

    private static String name(EndpointUse use) {
        return use.scheme() + ":" + use.path();
    }

    private static void unknown(EndpointUse use, Set<String> receivers, Findings findings) {
        findings.add(
                use.file(),
                use.at(),
                "No route receives from '" + name(use) + "'.",
                receivers.isEmpty()
                        ? "Messages that are sent there would find nobody."
                        : "There are: " + String.join(", ", receivers) + ".",
                Nearest.didYouMean(
                        name(use), receivers, "Write a route 'from: " + name(use) + "', or correct the name."));
    }

    /** What is written in Java is only searched for the name. */
    private static String javaRoutes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(RouteCalls::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return ""; // gone between the two looks at it
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Follows the calls; each circle is told once, at the call that closes it. */
    private static final class Cycles {

        private final Map<Path, List<Call>> calls;
        private final Findings findings;
        private final Deque<Path> way = new ArrayDeque<>();
        private final Set<Path> done = new HashSet<>();

        Cycles(Map<Path, List<Call>> calls, Findings findings) {
            this.calls = calls;
            this.findings = findings;
        }

        void find() {
            calls.keySet().stream().sorted().forEach(this::follow);
        }

        private void follow(Path file) {
            if (!done.add(file)) {
                return;
            }
            way.addLast(file);
            for (Call call : calls.getOrDefault(file, List.of())) {
                if (way.contains(call.target())) {
                    tell(call);
                } else {
                    follow(call.target());
                }
            }
            way.removeLast();
        }

        private void tell(Call call) {
            String circle = Stream.concat(
                            way.stream().dropWhile(file -> !file.equals(call.target())), Stream.of(call.target()))
                    .map(file -> file.getFileName().toString().replaceFirst("\\.(camel|kamelet)\\.yaml$", ""))
                    .collect(Collectors.joining(" -> "));
            findings.add(
                    call.use().file(),
                    call.use().at(),
                    "This call leads back to where it came from: " + circle + ".",
                    "A message would go round until the stack is full, and end as a dead letter.",
                    "Take the call out, or put what both routes need into a route of its own.");
        }
    }
}

package io.d365hub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that look like routes or kamelets but would silently never be loaded. */
final class FileNames implements Check {

    private static final String CASES = ".cases.yaml";

    private final Path routes;

    FileNames(Path routes) {
        this.routes = routes;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        for (Path file : yamlIn(tree.home().resolve(routes))) {
            String name = file.getFileName().toString();
            if (!name.endsWith(RouteTree.SUFFIX)) {
                notLoaded(findings, routes.resolve(name), "Routes", RouteTree.SUFFIX);
            } else if (name.substring(0, name.length() - RouteTree.SUFFIX.length())
                    .contains(".")) {
                findings.add(
                        routes.resolve(name),
                        0,
                        0,
                        "The part of the name before '" + RouteTree.SUFFIX + "' has a dot in it.",
                        "Camel would take that part for the type of the file.",
                        "Use '-' instead of the dot.");
            }
        }
        for (Path file : yamlIn(tree.home().resolve(routes).resolve("kamelets"))) {
            String name = file.getFileName().toString();
            if (!name.endsWith(Kamelet.SUFFIX)) {
                notLoaded(findings, routes.resolve("kamelets").resolve(name), "Kamelets", Kamelet.SUFFIX);
            }
        }
    }

    /** Whether the name has a dot before its suffix. */
    static boolean hasDotInside(Path file) {
        String name = file.getFileName().toString();
        return name.replaceFirst("\\.(camel|kamelet)\\.yaml$", "").contains(".");
    }

    private static void notLoaded(Findings findings, Path file, String things, String suffix) {
        findings.add(
                file,
                0,
                0,
                "The hub would never load this file.",
                things + " are read from files whose names end with '" + suffix + "'.",
                "Rename it, or move it out of this folder.");
    }

    private static List<Path> yamlIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(FileNames::isYaml).sorted().toList();
        } catch (IOException e) {
            return List.of(); // gone between the two looks at it
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.endsWith(CASES);
    }
}

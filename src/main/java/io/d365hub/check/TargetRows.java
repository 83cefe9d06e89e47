package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.dataverse.client.MetadataFinding;
import io.d365hub.dataverse.client.MetadataFinding.Kind;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tables and alternate keys that routes name must be known to the target. Endpoints name them in their uri; the bodies of
 * changesets do in what the cases beside mappings and routes expect.
 */
final class TargetRows implements Check {

    private static final String DATAVERSE = "dataverse";
    private static final String CASES = ".cases.yaml";

    /** Operations whose body is the columns of one row. */
    private static final Set<String> ROWS = Set.of("create", "update", "upsert");

    private final TargetTables target;

    TargetRows(TargetTables target) {
        this.target = target;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        List<EndpointUse> uses = tree.endpoints()
                .filter(use -> use.scheme().equals(DATAVERSE) && !use.isDynamic())
                .toList();
        if (uses.isEmpty()) {
            return;
        }
        Rows rows = new Rows(findings);
        for (EndpointUse use : uses) {
            rows.check(use.file(), use.at(), use.path(), columns(use));
        }
        Map<Path, String> tables = tablesOfMappings(tree);
        tree.routes().stream()
                .map(route -> tree.home().resolve(route.file()).toAbsolutePath().getParent())
                .flatMap(folder ->
                        Stream.of(folder, tree.home().resolve("transformations").toAbsolutePath()))
                .distinct()
                .flatMap(TargetRows::cases)
                .forEach(file -> {
                    Path name = tree.home().toAbsolutePath().relativize(file);
                    rows.checkCases(name, file, Optional.ofNullable(tables.get(subject(name))));
                });
    }

    /** The table that a mapping, or a route, makes rows of: of all routes that use it the only one that they write to. */
    private static Map<Path, String> tablesOfMappings(RouteTree tree) {
        Map<Path, String> tables = new HashMap<>();
        Set<Path> several = new HashSet<>();
        for (RouteFile route : tree.routes()) {
            List<EndpointUse> writes = route.endpoints().stream()
                    .filter(use -> use.scheme().equals(DATAVERSE) && !use.isDynamic() && !use.consumer())
                    .toList();
            List<EndpointUse> mappings = route.endpoints().stream()
                    .filter(use -> use.path().startsWith("file:") && !use.isDynamic())
                    .toList();
            boolean rows = writes.size() == 1
                    && writes.get(0)
                            .option("operation")
                            .filter(operation -> ROWS.contains(operation.value()))
                            .isPresent();
            Stream.concat(
                            Stream.of(route.file()),
                            mappings.stream().map(use -> Path.of(use.path().substring("file:".length()))))
                    .map(TargetRows::subject)
                    .forEach(subject -> {
                        String table =
                                rows && mappings.size() == 1 ? writes.get(0).path() : "";
                        String other = tables.putIfAbsent(subject, table);
                        if (table.isEmpty() || (other != null && !other.equals(table))) {
                            several.add(subject);
                        }
                    });
        }
        tables.keySet().removeAll(several);
        return tables;
    }

    private static Path subject(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.')));
    }

    private static List<String> columns(EndpointUse use) {
        return use.option("key").filter(option -> !option.isPlaceholder()).stream()
                .flatMap(option -> Arrays.stream(option.value().split(",")))
                .map(TargetRows::withoutType)
                .filter(column -> !column.isEmpty())
                .toList();
    }

    /** Without the type that may follow: {@code bld_from:date}. */
    private static String withoutType(String column) {
        return column.strip().replaceFirst(":.*", "");
    }

    private static Stream<Path> cases(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(CASES)).sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // gone between the two looks at it
        }
    }

    /** Asks for the rows that files name, until the target turns out to be out of reach. */
    private final class Rows {

        private final Findings findings;
        private boolean outOfReach;

        Rows(Findings findings) {
            this.findings = findings;
        }

        void check(Path file, YamlValue at, String table, List<String> key) {
            Optional<MetadataFinding> answer = outOfReach ? Optional.empty() : target.check(table, key);
            outOfReach |= answer.filter(said -> said.kind() == Kind.UNREACHABLE).isPresent();
            answer.filter(said -> said.kind() != Kind.UNREACHABLE)
                    .ifPresent(said -> findings.add(file, at, said.problem(), "", said.suggestion()));
        }

        void checkCases(Path name, Path file, Optional<String> table) {
            try {
                List<YamlValue> expected = YamlValue.read(file).stream()
                        .flatMap(document -> document.items().stream())
                        .flatMap(one -> one.get("out").stream())
                        .toList();
                table.ifPresent(rows -> expected.forEach(row -> checkColumns(name, rows, row)));
                expected.stream()
                        .flatMap(YamlValue::all)
                        .filter(value -> value.textOf("table").isPresent()
                                && value.get("key").filter(YamlValue::isObject).isPresent())
                        .forEach(row -> checkRow(name, row));
            } catch (YamlSyntaxException | IOException e) {
                // The cases' own run tells of it.
            }
        }

        private void checkRow(Path file, YamlValue row) {
            List<String> columns = row.get("key").orElseThrow().fields().stream()
                    .map(field -> withoutType(field.name()))
                    .toList();
            check(file, row.get("table").orElseThrow(), row.textOf("table").orElseThrow(), columns);
            row.get("columns")
                    .ifPresent(values -> checkColumns(file, row.textOf("table").orElseThrow(), values));
        }

        private void checkColumns(Path file, String table, YamlValue columns) {
            for (YamlValue.Field field : columns.fields()) {
                boolean nested = field.value().isList()
                        || (field.value().isObject() && !field.name().endsWith("@odata.bind"));
                Optional<MetadataFinding> answer =
                        outOfReach || nested ? Optional.empty() : target.checkColumn(table, field.name());
                answer.ifPresent(said -> findings.add(file, field.key(), said.problem(), "", said.suggestion()));
            }
        }
    }
}

package io.d365hub.check;

import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables and alternate keys that routes name must be known to the target. Endpoints name them in their uri; the bodies of
 * changesets do in what the cases beside mappings and routes expect.
 */
final class TargetRows implements Check {

    private static final String DATAVERSE = "dataverse";
    private static final String CASES = ".cases.yaml";

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
        Optional<Set<String>> known = target.tables();
        if (known.isEmpty()) {
            return; // not reachable just now: the hub must start all the same
        }
        Rows rows = new Rows(known.get(), findings);
        for (EndpointUse use : uses) {
            rows.check(use.file(), use.at(), use.path(), use.option("key"));
        }
        tree.routes().stream()
                .map(route -> tree.home().resolve(route.file()).toAbsolutePath().getParent())
                .distinct()
                .flatMap(folder -> Stream.of(folder, tree.home().resolve("transformations")))
                .flatMap(TargetRows::cases)
                .forEach(file -> rows.checkCases(tree.home().toAbsolutePath().relativize(file.toAbsolutePath()), file));
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

    /** The rows that files name, held against the tables that the target has. */
    private final class Rows {

        private final Set<String> tables;
        private final Findings findings;

        Rows(Set<String> tables, Findings findings) {
            this.tables = tables;
            this.findings = findings;
        }

        void check(Path file, YamlValue at, String table, Optional<EndpointUse.Option> key) {
            if (isTable(file, at, table)) {
                key.filter(option -> !option.isPlaceholder())
                        .ifPresent(option -> checkKey(
                                file,
                                option.at(),
                                table,
                                Arrays.stream(option.value().split(","))
                                        .map(column -> column.strip().replaceFirst(":.*", ""))
                                        .filter(column -> !column.isEmpty())
                                        .collect(Collectors.toCollection(TreeSet::new))));
            }
        }

        void checkCases(Path name, Path file) {
            try {
                YamlValue.read(file).stream()
                        .flatMap(document -> document.items().stream())
                        .flatMap(one -> one.get("out").stream())
                        .flatMap(YamlValue::all)
                        .filter(value -> value.textOf("table").isPresent()
                                && value.get("key").filter(YamlValue::isObject).isPresent())
                        .forEach(row -> checkRow(name, row));
            } catch (YamlSyntaxException | IOException e) {
                // The cases' own run tells of it.
            }
        }

        private void checkRow(Path file, YamlValue row) {
            String table = row.textOf("table").orElseThrow();
            YamlValue key = row.get("key").orElseThrow();
            if (isTable(file, row.get("table").orElseThrow(), table)) {
                Set<String> columns = key.fields().stream()
                        .map(Field::name)
                        .map(column -> column.replaceFirst(":.*", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
                checkKey(file, key, table, columns);
            }
        }

        private boolean isTable(Path file, YamlValue at, String table) {
            if (!tables.contains(table)) {
                findings.add(
                        file,
                        at,
                        "Dataverse has no table '" + table + "'.",
                        "Tables are named by their entity set, e.g. accounts.",
                        Nearest.didYouMean(table, tables, "Look it up under 'API names' of the table's properties."));
            }
            return tables.contains(table);
        }

        private void checkKey(Path file, YamlValue at, String table, Set<String> columns) {
            Optional<List<Set<String>>> keys = target.alternateKeys(table);
            if (columns.isEmpty() || keys.isEmpty() || keys.get().stream().anyMatch(columns::equals)) {
                return;
            }
            List<String> known = keys.get().stream()
                    .map(key -> String.join(",", new TreeSet<>(key)))
                    .sorted()
                    .toList();
            String written = String.join(",", columns);
            findings.add(
                    file,
                    at,
                    "Table '" + table + "' has no alternate key '" + written + "'.",
                    known.isEmpty()
                            ? "It has no alternate key at all."
                            : "Its alternate keys are: " + String.join("; ", known) + ".",
                    Nearest.didYouMean(written, known, "Have the key made in Dataverse, and wait until it is active."));
        }
    }
}

package io.d365hub.check;

import io.d365hub.dataverse.client.MetadataFinding.Kind;
import io.d365hub.dataverse.client.TableColumn;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What takes the target's metadata in table maps: their tables and columns are there, writable, and the mandatory ones mapped. */
final class TableMapRows implements Check {

    private static final String FILE = "file:";

    private final TargetTables target;

    TableMapRows(TargetTables target) {
        this.target = target;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        Set<String> read = new HashSet<>();
        tree.endpoints()
                .filter(use -> use.scheme().equals("table-map")
                        && !use.isDynamic()
                        && use.path().startsWith(FILE))
                .map(use -> use.path().substring(FILE.length()))
                .filter(read::add)
                .forEach(name -> check(tree.home(), name, findings));
    }

    private void check(Path home, String name, Findings findings) {
        try {
            YamlValue.read(home.resolve(name)).ifPresent(map -> check(Path.of(name), map, findings));
        } catch (YamlSyntaxException | IOException e) {
            // MappingFiles tells of it.
        }
    }

    private void check(Path file, YamlValue map, Findings findings) {
        Optional<String> table = map.textOf("table");
        List<TableColumn> columns = table.map(target::columns).orElse(List.of());
        table.ifPresent(name -> checkTable(file, map.get("table").orElseThrow(), name, List.of(), findings));
        if (columns.isEmpty()) {
            return;
        }
        Set<String> mapped = new HashSet<>();
        for (YamlValue field : map.get("fields").map(YamlValue::items).orElse(List.of())) {
            String to = field.isObject() ? field.textOf("to").orElse("") : "";
            String column = to.replaceFirst("[.].*", "");
            if (!column.isEmpty()) {
                mapped.add(column);
                checkColumn(file, field.get("to").orElse(field), table.orElseThrow(), column, columns, findings);
            }
            field.textOf("table")
                    .ifPresent(lookUp -> checkTable(file, field.get("table").orElseThrow(), lookUp, key(to), findings));
        }
        mandatory(columns, mapped)
                .ifPresent(missing -> findings.add(
                        file,
                        map.get("fields").orElse(map),
                        "Mandatory columns of '" + table.orElseThrow() + "' are not mapped (DIPV1010): " + missing
                                + ".",
                        "People must fill them in, and the rows of this map would lack them.",
                        "Add a field for each, with 'default' when the source has none."));
    }

    private static List<String> key(String to) {
        return to.contains(".") ? List.of(to.substring(to.indexOf('.') + 1)) : List.of();
    }

    private void checkTable(Path file, YamlValue at, String table, List<String> key, Findings findings) {
        target.check(table, key)
                .filter(said -> said.kind() != Kind.UNREACHABLE)
                .ifPresent(said -> findings.add(file, at, said.problem(), "", said.suggestion()));
    }

    /** A look-up is written by its navigation property, whose capitals need not be those of the column [D]. */
    private static void checkColumn(
            Path file, YamlValue at, String table, String name, List<TableColumn> columns, Findings findings) {
        Optional<TableColumn> known = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
        if (known.isEmpty()) {
            findings.add(
                    file,
                    at,
                    "Table '" + table + "' has no column '" + name + "' (DIPV1022).",
                    "",
                    Nearest.didYouMean(
                            name,
                            columns.stream().map(TableColumn::name).toList(),
                            "Write the logical name of a column."));
        } else if (known.get().readOnly()) {
            findings.add(
                    file,
                    at,
                    "Column '" + name + "' of '" + table + "' cannot be written (DIPV1011).",
                    "Dataverse fills it in itself.",
                    "Take the field away, or map another column.");
        }
    }

    private static Optional<String> mandatory(List<TableColumn> columns, Set<String> mapped) {
        List<String> missing = columns.stream()
                .filter(column -> column.required() && !mapped.contains(column.name()))
                .map(TableColumn::name)
                .sorted()
                .toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
    }
}

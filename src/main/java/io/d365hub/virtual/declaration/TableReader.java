package io.d365hub.virtual.declaration;

import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.SourceDeclaration;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableOperation;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads one declaration. */
final class TableReader {

    /** A simple identifier of OData, within what Dataverse takes as External Name. */
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    private static final Duration CACHE_TIME = Duration.ofSeconds(5);
    private static final Duration LONGEST_CACHE_TIME = Duration.ofHours(1);
    /** The hub's budget within the recommended 30 s of a Dataverse data source (spec §4.6). */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(100);
    private static final int ROW_LIMIT = 5_000;
    private static final int MOST_ROWS = 1_000_000;
    private static final int PAGE_SIZE = 1_000;
    /** Spec §4.7 and §8.3: cap at 5000. */
    private static final int LARGEST_PAGE = 5_000;

    private static final Map<String, TextComparison> COMPARISONS = comparisons();

    private final String service;
    private final String name;
    private final Path file;
    private final YamlValue yaml;
    private final Map<String, SourceType> types;
    private final List<Mistake> mistakes;
    private final int before;
    private final Mistakes add;

    TableReader(
            String service,
            String name,
            Path file,
            YamlValue yaml,
            Map<String, SourceType> types,
            List<Mistake> mistakes) {
        this.service = service;
        this.name = name;
        this.file = file;
        this.yaml = yaml;
        this.types = types;
        this.mistakes = mistakes;
        this.before = mistakes.size();
        this.add = (at, what, why, mend) -> mistakes.add(new Mistake(file, at.line(), at.column(), what, why, mend));
    }

    /** The table; empty when something is wrong with it, which is told. */
    Optional<VirtualTable> read() {
        if (!yaml.isObject()) {
            add.add(
                    yaml,
                    "This is no declaration.",
                    "It has to be an object with 'source', 'key', 'columns'.",
                    "See docs/patterns/virtual-tables.md.");
            return Optional.empty();
        }
        Fields fields = new Fields(
                yaml,
                add,
                Set.of(
                        "entity",
                        "description",
                        "source",
                        "key",
                        "columns",
                        "version",
                        "operations",
                        "cacheTime",
                        "timeout",
                        "rowLimit",
                        "pageSize",
                        "text"));
        if (!NAME.matcher(name).matches()) {
            add.add(
                    yaml,
                    "'" + name + "' is no name of an entity set.",
                    "The file name is the name of the set.",
                    "Use letters, digits and '_'.");
        }
        TextComparison text = fields.choice("text", COMPARISONS).orElse(TextComparison.IGNORE_CASE);
        List<VirtualColumn> columns = columns(fields, text);
        Optional<SourceDeclaration> source = source(fields);
        Set<TableOperation> operations = operations(fields);
        String entity = fields.text("entity").orElse(singular());
        if (!NAME.matcher(entity).matches()) {
            add.add(
                    fields.get("entity").orElse(yaml),
                    "'" + entity + "' is no name of a type.",
                    "",
                    "Use letters, digits and '_'.");
        }
        Optional<VirtualColumn> version = version(fields, columns);
        Duration cacheTime = fields.duration("cacheTime", CACHE_TIME, LONGEST_CACHE_TIME);
        Duration timeout = fields.duration("timeout", TIMEOUT, LONGEST_TIMEOUT);
        int rowLimit = fields.number("rowLimit", 1, MOST_ROWS).orElse(ROW_LIMIT);
        int pageSize = fields.number("pageSize", 1, LARGEST_PAGE).orElse(PAGE_SIZE);
        if (mistakes.size() > before || source.isEmpty()) {
            return Optional.empty();
        }
        VirtualTable table = new VirtualTable(
                service,
                name,
                entity,
                fields.text("description").orElse(""),
                columns,
                version,
                operations,
                cacheTime,
                timeout.isZero() ? TIMEOUT : timeout,
                rowLimit,
                pageSize,
                source.get());
        types.get(source.get().type()).check(table, add);
        return mistakes.size() > before ? Optional.empty() : Optional.of(table);
    }

    private String singular() {
        return name.length() > 1 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name + "Row";
    }

    private List<VirtualColumn> columns(Fields fields, TextComparison text) {
        List<VirtualColumn> columns = new ArrayList<>();
        Optional<YamlValue> key = fields.get("key").filter(YamlValue::isObject);
        if (key.isEmpty()) {
            add.add(
                    fields.get("key").orElse(yaml),
                    "'key' is missing.",
                    "Dataverse finds a row by a GUID, which the hub makes of the key.",
                    "Add key: { name: <Name>, column: <column>, type: int64 }.");
        } else {
            new ColumnReader(add, text).key(key.get()).ifPresent(columns::add);
        }
        Set<String> names = new TreeSet<>();
        columns.forEach(column -> names.add(column.name()));
        Optional<YamlValue> declared = fields.get("columns").filter(YamlValue::isObject);
        if (declared.isEmpty()) {
            add.add(
                    fields.get("columns").orElse(yaml),
                    "'columns' is missing.",
                    "Only declared columns are served.",
                    "Add columns: { <Name>: { type: string } }.");
        }
        for (YamlValue.Field field : declared.map(YamlValue::fields).orElse(List.of())) {
            if (!names.add(field.name())) {
                add.add(field.key(), "Column '" + field.name() + "' is there twice.", "", "Keep one.");
                continue;
            }
            new ColumnReader(add, text).column(columns.size(), field).ifPresent(columns::add);
        }
        return columns;
    }

    private Optional<SourceDeclaration> source(Fields fields) {
        Optional<YamlValue> source = fields.get("source");
        List<YamlValue.Field> chosen = source.map(YamlValue::fields).orElse(List.of());
        if (chosen.size() != 1) {
            add.add(
                    source.orElse(yaml),
                    "'source' has to name exactly one source.",
                    "It says where the rows come from.",
                    "Write source: { <one of " + String.join(", ", new TreeSet<>(types.keySet())) + ">: { ... } }.");
            return Optional.empty();
        }
        YamlValue.Field field = chosen.get(0);
        if (!types.containsKey(field.name())) {
            add.add(
                    field.key(),
                    "'" + field.name() + "' is no kind of source.",
                    "Known are " + String.join(", ", new TreeSet<>(types.keySet())) + ".",
                    "Choose one of them.");
            return Optional.empty();
        }
        return Optional.of(new SourceDeclaration(field.name(), field.value(), file));
    }

    private Set<TableOperation> operations(Fields fields) {
        Optional<YamlValue> declared = fields.get("operations");
        Set<TableOperation> operations = EnumSet.of(TableOperation.READ);
        if (declared.isEmpty()) {
            return operations;
        }
        if (!declared.get().isList()) {
            add.add(
                    declared.get(),
                    "'operations' is wrong.",
                    "It has to be a list.",
                    "Write operations: [read, update].");
        }
        for (YamlValue item : declared.get().items()) {
            Optional<TableOperation> operation = item.text().flatMap(TableReader::operation);
            if (operation.isEmpty()) {
                add.add(item, "This is no operation.", "Operations are read, create, update, delete.", "Correct it.");
            }
            operation.ifPresent(operations::add);
        }
        return operations;
    }

    private static Optional<TableOperation> operation(String word) {
        for (TableOperation operation : TableOperation.values()) {
            if (operation.word().equals(word)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    private Optional<VirtualColumn> version(Fields fields, List<VirtualColumn> columns) {
        Optional<String> version = fields.text("version");
        Optional<VirtualColumn> column = version.flatMap(wanted ->
                columns.stream().filter(one -> one.name().equals(wanted)).findFirst());
        if (version.isPresent()
                && (column.isEmpty()
                        || column.get().ordinal() == 0
                        || column.get().nullable())) {
            add.add(
                    fields.get("version").orElse(yaml),
                    "'version: " + version.get() + "' is wrong.",
                    "It has to name a column that is not the key and not nullable.",
                    "Declare the column with nullable: false.");
        }
        return column;
    }

    private static Map<String, TextComparison> comparisons() {
        Map<String, TextComparison> words = new LinkedHashMap<>();
        words.put("ignore-case", TextComparison.IGNORE_CASE);
        words.put("exact", TextComparison.EXACT);
        return words;
    }

    static Map<String, TextComparison> comparisonWords() {
        return COMPARISONS;
    }
}

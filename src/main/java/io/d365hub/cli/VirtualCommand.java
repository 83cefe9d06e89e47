package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub virtual}: what an author of virtual tables wants to see. */
@Command(
        name = "virtual",
        description = "Lists, describes and queries the virtual tables of the running hub.",
        subcommands = {VirtualCommand.ListTables.class, VirtualCommand.Describe.class, VirtualCommand.Query.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class VirtualCommand {

    @ParentCommand
    private HubCommand hub;

    private AdminClient admin() {
        return new AdminClient(hub);
    }

    /** {@code service/Table} as two parts of a path. */
    private static String path(String table) {
        String[] parts = table.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "'" + table + "' is no table. Write it as SERVICE/TABLE; './hub virtual list' lists them.");
        }
        return AdminClient.encoded(parts[0]) + "/" + AdminClient.encoded(parts[1]);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Command(name = "list", description = "Lists the virtual tables.", mixinStandardHelpOptions = true)
    static final class ListTables implements Callable<Integer> {

        @ParentCommand
        private VirtualCommand virtual;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            JsonNode answer = virtual.admin().get("virtual");
            PrintWriter out = output.out();
            if (output.json()) {
                out.println(answer.toPrettyString());
                return ExitCode.OK;
            }
            TextTable table = new TextTable("TABLE", "SOURCE", "OPERATIONS", "DESCRIPTION");
            for (JsonNode line : answer.path("tables")) {
                table.row(
                        line.path("table").asText(),
                        line.path("source").asText(),
                        String.join(", ", texts(line.path("operations"))),
                        line.path("description").asText());
            }
            table.print(out);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "describe",
            description = "Describes a virtual table: columns, key, what its source evaluates, limits, address.",
            mixinStandardHelpOptions = true)
    static final class Describe implements Callable<Integer> {

        @ParentCommand
        private VirtualCommand virtual;

        @Parameters(paramLabel = "SERVICE/TABLE", description = "The table.")
        private String table;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            JsonNode answer = virtual.admin().get("virtual/" + path(table));
            PrintWriter out = output.out();
            if (output.json()) {
                out.println(answer.toPrettyString());
                return ExitCode.OK;
            }
            JsonNode line = answer.path("line");
            String description = line.path("description").asText();
            out.println(line.path("table").asText() + (description.isEmpty() ? "" : ": " + description));
            out.println("  URL         " + line.path("url").asText());
            out.println("  Source      " + line.path("source").asText());
            out.println("  Operations  " + String.join(", ", texts(line.path("operations"))));
            out.println("  Dataverse   External Name " + answer.path("entity").asText() + ", External Collection Name "
                    + table.substring(table.indexOf('/') + 1));
            out.println("  Key         " + answer.path("key").asText());
            out.println("  Version     "
                    + (answer.path("version").asText().isEmpty()
                            ? "none"
                            : answer.path("version").asText()));
            texts(answer.path("limits")).forEach(limit -> out.println("  Limit       " + limit));
            texts(answer.path("capabilities")).forEach(can -> out.println("  " + can));
            out.println();
            TextTable columns = new TextTable("COLUMN", "TYPE", "IN THE SOURCE", "NULL", "TEXT");
            for (JsonNode column : answer.path("columns")) {
                columns.row(
                        column.path("name").asText(),
                        column.path("type").asText(),
                        column.path("source").asText(),
                        column.path("nullable").asBoolean() ? "yes" : "no",
                        column.path("text").asText());
            }
            columns.print(out);
            return ExitCode.OK;
        }
    }

    @Command(name = "query", description = "Asks a virtual table, as Dataverse would.", mixinStandardHelpOptions = true)
    static final class Query implements Callable<Integer> {

        @ParentCommand
        private VirtualCommand virtual;

        @Parameters(paramLabel = "SERVICE/TABLE", description = "The table.")
        private String table;

        @Option(names = "--filter", paramLabel = "FILTER", description = "An OData filter, e.g. \"OnHand lt 10\".")
        private String filter;

        @Option(names = "--select", paramLabel = "COLUMN", split = ",", description = "Columns (default: all).")
        private List<String> select = List.of();

        @Option(names = "--orderby", paramLabel = "ORDER", description = "The order, e.g. \"OnHand desc\".")
        private String orderBy;

        @Option(names = "--top", paramLabel = "N", defaultValue = "20", description = "Most rows (default: 20).")
        private int top;

        @Option(names = "--skip", paramLabel = "N", defaultValue = "0", description = "Rows to leave out first.")
        private int skip;

        @Option(names = "--count", description = "Tell how many rows there are in all.")
        private boolean count;

        @Option(
                names = "--api-key",
                paramLabel = "KEY",
                defaultValue = "${env:HUB_API_KEY}",
                description = "Key of a client (default: HUB_API_KEY, then the key of development).")
        private String key;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            JsonNode answer = VirtualClient.of(virtual.hub.settings(), key).get(path(table), options(), hint());
            PrintWriter out = output.out();
            if (output.json()) {
                out.println(answer.toPrettyString());
                return ExitCode.OK;
            }
            print(answer, out);
            return ExitCode.OK;
        }

        private String hint() {
            return "'./hub virtual describe " + table + "' shows its columns, './hub virtual list' all tables.";
        }

        private Map<String, String> options() {
            Map<String, String> options = new LinkedHashMap<>();
            put(options, "$filter", filter);
            put(options, "$select", select.isEmpty() ? null : String.join(",", select));
            put(options, "$orderby", orderBy);
            options.put("$top", Integer.toString(top));
            put(options, "$skip", skip == 0 ? null : Integer.toString(skip));
            put(options, "$count", count ? "true" : null);
            return options;
        }

        private static void put(Map<String, String> options, String name, String value) {
            if (value != null) {
                options.put(name, value);
            }
        }

        private static void print(JsonNode answer, PrintWriter out) {
            JsonNode rows = answer.path("value");
            TextTable table = null;
            List<String> names = List.of();
            for (JsonNode row : rows) {
                if (table == null) {
                    names = names(row);
                    table = new TextTable(names.toArray(String[]::new));
                }
                table.row(names.stream().map(name -> text(row.path(name))).toArray(String[]::new));
            }
            if (table != null) {
                table.print(out);
            }
            JsonNode all = answer.path("@odata.count");
            out.println((rows.size() == 1 ? "1 row" : rows.size() + " rows")
                    + (all.isMissingNode() ? "" : " of " + all.asText()));
        }

        private static List<String> names(JsonNode row) {
            Iterable<String> all = () -> fields(row);
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(name -> !name.startsWith("@"))
                    .collect(Collectors.toList());
        }

        private static Iterator<String> fields(JsonNode row) {
            return row.fieldNames();
        }

        private static String text(JsonNode value) {
            return value.isNull() ? "" : value.asText();
        }
    }
}

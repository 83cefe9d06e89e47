package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub batch}: bulk movements, started, watched and stopped by hand. */
@Command(
        name = "batch",
        description = "Lists, starts, watches, stops and resumes batches.",
        subcommands = {
            BatchCommand.ListAll.class,
            BatchCommand.Start.class,
            BatchCommand.Status.class,
            BatchCommand.Stop.class,
            BatchCommand.Resume.class,
            BatchCommand.History.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BatchCommand {

    @ParentCommand
    private HubCommand hub;

    private AdminClient admin() {
        return new AdminClient(hub);
    }

    private static String path(String batch) {
        return "batches/" + AdminClient.encoded(batch);
    }

    @Command(
            name = "list",
            description = "Lists the batches, when they start and how their last runs went.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @ParentCommand
        private BatchCommand batches;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            JsonNode answer = batches.admin().get("batches");
            if (output.json()) {
                return output.print(answer, "");
            }
            TextTable table =
                    new TextTable("BATCH", "STARTS", "NEXT", "STATE", "READ", "WRITTEN", "UNCHANGED", "REJECTED");
            for (JsonNode batch : answer.path("batches")) {
                JsonNode run = batch.path("run");
                table.row(
                        batch.path("name").asText(),
                        batch.path("starts").asText(),
                        batch.path("next").asText("-"),
                        state(run),
                        run.path("read").asText("-"),
                        run.path("written").asText("-"),
                        run.path("unchanged").asText("-"),
                        run.path("rejected").asText("-"));
            }
            if (table.isEmpty()) {
                output.out().println("No batches. docs/patterns/batch-pull.md shows how to write one.");
                return ExitCode.OK;
            }
            table.print(output.out());
            for (JsonNode batch : answer.path("batches")) {
                if (batch.hasNonNull("waits")) {
                    output.out()
                            .println(batch.path("name").asText() + ": "
                                    + batch.path("waits").asText());
                }
                BatchWatch.reasons(batch.path("run")).forEach(reason -> output.out()
                        .println(batch.path("name").asText() + ": " + reason));
            }
            return ExitCode.OK;
        }

        private static String state(JsonNode run) {
            String state = run.path("state").asText("never run");
            return run.path("kind").asText().equals(BatchWatch.DRY_RUN) ? state + " (dry run)" : state;
        }
    }

    @Command(name = "start", description = "Starts a run of a batch.", mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {

        @ParentCommand
        private BatchCommand batches;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "NAME", description = "The batch.")
        private String name;

        @Option(names = "--full", description = "Read everything, whatever earlier runs have reached.")
        private boolean full;

        @Option(
                names = "--from",
                paramLabel = "VALUE",
                description = "Only rows from this value on, in the source's terms.")
        private String from;

        @Option(names = "--to", paramLabel = "VALUE", description = "Only rows below this value.")
        private String to;

        @Option(
                names = "--dry-run",
                description = "Read and map, write nothing, and report what would be written, with samples.")
        private boolean dryRun;

        @Option(names = "--with-parents", description = "First run the batches that it comes after.")
        private boolean withParents;

        @Option(
                names = "--allow-deletes",
                paramLabel = "ROWS",
                description = "Most rows that this run may delete, instead of the batch's own limit.")
        private Long allowDeletes;

        @Option(names = "--wait", description = "Show the progress and wait for the end of the run.")
        private boolean wait;

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode order = AdminClient.JSON
                    .createObjectNode()
                    .put("full", full)
                    .put("dryRun", dryRun)
                    .put("withParents", withParents);
            if (from != null) {
                order.put("from", from);
            }
            if (to != null) {
                order.put("to", to);
            }
            if (allowDeletes != null) {
                order.put("allowDeletes", allowDeletes);
            }
            AdminClient admin = batches.admin();
            JsonNode started = admin.post(path(name) + "/runs", order);
            if (withParents || !(wait || dryRun)) {
                return output.print(started, started.path("told").asText());
            }
            return new BatchWatch(admin, name, output.out(), output.json())
                    .follow(started.path("run").asText());
        }
    }

    @Command(
            name = "status",
            description = "Shows how the present or last run of a batch stands, or of all.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {

        @ParentCommand
        private BatchCommand batches;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "NAME", arity = "0..1", description = "The batch; all when it is left out.")
        private String name;

        @Option(names = "--follow", description = "Show the progress until the run has ended.")
        private boolean follow;

        @Override
        public Integer call() throws InterruptedException {
            AdminClient admin = batches.admin();
            if (name == null) {
                ListAll all = new ListAll();
                all.batches = batches;
                all.output = output;
                return all.call();
            }
            JsonNode batch = admin.get(path(name));
            JsonNode run = batch.path("run");
            if (run.isMissingNode()) {
                return output.print(batch, "Batch " + name + " has never run.");
            }
            BatchWatch watch = new BatchWatch(admin, name, output.out(), output.json());
            return follow ? watch.follow(run.path("id").asText()) : watch.ended(run);
        }
    }

    @Command(
            name = "stop",
            description = "Has the present run finish what it has started, and stop. It can be resumed.",
            mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {

        @ParentCommand
        private BatchCommand batches;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "NAME", description = "The batch.")
        private String name;

        @Override
        public Integer call() {
            return output.print(
                    batches.admin().post(path(name) + "/stop", AdminClient.JSON.createObjectNode()),
                    "Batch " + name + " stops. Go on with './hub batch resume " + name + "'.");
        }
    }

    @Command(
            name = "resume",
            description = "Goes on with the last run where it was stopped or failed.",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {

        @ParentCommand
        private BatchCommand batches;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "NAME", description = "The batch.")
        private String name;

        @Option(names = "--wait", description = "Show the progress and wait for the end of the run.")
        private boolean wait;

        @Override
        public Integer call() throws InterruptedException {
            AdminClient admin = batches.admin();
            JsonNode resumed = admin.post(path(name) + "/resume", AdminClient.JSON.createObjectNode());
            return wait
                    ? new BatchWatch(admin, name, output.out(), output.json())
                            .follow(resumed.path("run").asText())
                    : output.print(resumed, resumed.path("told").asText());
        }
    }

    @Command(
            name = "history",
            description = "Lists the runs of a batch, the newest first.",
            mixinStandardHelpOptions = true)
    static final class History implements Callable<Integer> {

        @ParentCommand
        private BatchCommand batches;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "NAME", description = "The batch.")
        private String name;

        @Option(names = "--limit", defaultValue = "20", description = "Most runs (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--offset", defaultValue = "0", description = "Newer runs to leave out.")
        private int offset;

        @Override
        public Integer call() {
            JsonNode answer = batches.admin().get(path(name) + "/runs?limit=" + limit + "&offset=" + offset);
            if (output.json()) {
                return output.print(answer, "");
            }
            TextTable table = new TextTable(
                    "RUN", "STARTED", "ENDED", "STATE", "READ", "WRITTEN", "UNCHANGED", "REJECTED", "KIND");
            for (JsonNode run : answer.path("runs")) {
                table.row(
                        run.path("id").asText(),
                        run.path("startedAt").asText(),
                        run.path("endedAt").asText("-"),
                        run.path("state").asText(),
                        run.path("read").asText(),
                        run.path("written").asText(),
                        run.path("unchanged").asText(),
                        run.path("rejected").asText(),
                        run.path("kind").asText());
            }
            if (table.isEmpty()) {
                output.out().println("Batch " + name + " has never run.");
                return ExitCode.OK;
            }
            table.print(output.out());
            for (JsonNode skipped : answer.path("notStarted")) {
                output.out()
                        .println("Due at " + skipped.path("plannedAt").asText() + ", not started: "
                                + skipped.path("note").asText());
            }
            return ExitCode.OK;
        }
    }
}

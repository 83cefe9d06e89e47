package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub replays}: sending many dead letters again, carefully. */
@Command(
        name = "replays",
        description = "Plans, starts, watches, pauses, resumes and cancels replays of many dead letters.",
        subcommands = {
            ReplaysCommand.Plan.class,
            ReplaysCommand.Start.class,
            ReplaysCommand.ListAll.class,
            ReplaysCommand.Status.class,
            ReplaysCommand.Pause.class,
            ReplaysCommand.Resume.class,
            ReplaysCommand.Cancel.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ReplaysCommand {

    private static final String JOBS = "dead-letters/replays";

    @ParentCommand
    private HubCommand hub;

    private AdminClient admin() {
        return new AdminClient(hub);
    }

    private static String path(String job) {
        return JOBS + "/" + AdminClient.encoded(job);
    }

    /** Which letters, and how carefully. */
    static final class Order {

        @ArgGroup(multiplicity = "1")
        private LetterSelection letters;

        @Option(
                names = "--force",
                description = "Also letters whose record has had a newer delivery; they overwrite it.")
        private boolean force;

        @Option(
                names = "--ramp",
                paramLabel = "N,N,...",
                split = ",",
                description = "Sizes of the first stages (default: 1,5,20,100; then the rest). 0: no stages.")
        private List<Integer> ramp;

        @Option(
                names = "--stop-above",
                paramLabel = "PERCENT",
                description = "Stops by itself when a larger share of a stage dies again (default: 10; 100: never).")
        private Integer failurePercent;

        @Option(names = "--rate", paramLabel = "N", description = "Most letters a second (default: no limit).")
        private Integer perSecond;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who ask later.")
        private String reason;

        ObjectNode json() {
            ObjectNode order =
                    AdminClient.JSON.createObjectNode().put("force", force).put("careful", true);
            letters.into(order);
            if (ramp != null) {
                ramp.stream().filter(size -> size != 0).forEach(order.putArray("ramp")::add);
            }
            if (failurePercent != null) {
                order.put("failurePercent", failurePercent);
            }
            if (perSecond != null) {
                order.put("perSecond", perSecond);
            }
            if (reason != null) {
                order.put("reason", reason);
            }
            return order;
        }
    }

    @Command(
            name = "plan",
            description = "Tells what a replay would do, without doing it.",
            mixinStandardHelpOptions = true)
    static final class Plan implements Callable<Integer> {

        @ParentCommand
        private ReplaysCommand replays;

        @Mixin
        private Output output;

        @Mixin
        private Order order;

        @Override
        public Integer call() {
            JsonNode plan = replays.admin().post(JOBS + "/plan", order.json());
            if (output.json()) {
                output.out().println(plan.toPrettyString());
            } else {
                ReplayText.plan(output.out(), plan);
            }
            return plan.path("summary").path("open").asLong() > 0 ? ExitCode.OK : ExitCode.FOUND;
        }
    }

    @Command(
            name = "start",
            description = "Starts a replay, one letter first, and watches it; it goes on when this command ends.",
            mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {

        @ParentCommand
        private ReplaysCommand replays;

        @Mixin
        private Output output;

        @Mixin
        private Order order;

        @Option(
                names = "--expect",
                paramLabel = "N",
                description = "Replays only if it is so many letters, e.g. as many as the plan told.")
        private Long expected;

        @Option(names = "--detach", description = "Does not watch it.")
        private boolean detach;

        @Override
        public Integer call() {
            ObjectNode json = order.json();
            if (expected != null) {
                json.put("expected", expected);
            }
            AdminClient admin = replays.admin();
            JsonNode job = admin.post(JOBS, json);
            PrintWriter out = output.out();
            String id = job.path("job").asText();
            if (!output.json()) {
                out.printf(
                        "Replay %s of %s.%n",
                        id, Counted.of(job.path("selected").asLong(), "letter"));
                out.flush();
            }
            String told = "";
            while (!detach && !isOver(job)) {
                job = admin.get(path(id) + "?wait=1&until=settled");
                String line = ReplayText.line(job);
                if (!output.json() && !line.equals(told)) {
                    out.println(line);
                    out.flush();
                    told = line;
                }
            }
            if (output.json()) {
                out.println(job.toPrettyString());
            } else if (!detach) {
                ReplayText.job(out, job);
            }
            return job.path("dead").asLong()
                                    + job.path("held").asLong()
                                    + job.path("skipped").asLong()
                            > 0
                    ? ExitCode.FOUND
                    : ExitCode.OK;
        }

        private static boolean isOver(JsonNode job) {
            return job.path("finished").asBoolean() && job.path("sent").asLong() == 0;
        }
    }

    @Command(name = "list", description = "Lists the latest replays.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @ParentCommand
        private ReplaysCommand replays;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            JsonNode answer = replays.admin().get(JOBS);
            if (output.json()) {
                output.out().println(answer.toPrettyString());
                return ExitCode.OK;
            }
            TextTable table =
                    new TextTable("REPLAY", "CREATED", "STATE", "LETTERS", "DELIVERED", "DEAD", "LEFT", "WHY");
            for (JsonNode job : answer.path("replays")) {
                table.row(
                        job.path("job").asText(),
                        job.path("createdAt").asText(),
                        job.path("state").asText(),
                        job.path("selected").asText(),
                        job.path("delivered").asText(),
                        job.path("dead").asText(),
                        job.path("waiting").asText(),
                        job.path("reason").asText());
            }
            if (table.isEmpty()) {
                output.out().println("No replays yet. './hub replays plan --group GROUP' is the way to begin.");
                return ExitCode.OK;
            }
            table.print(output.out());
            return ExitCode.OK;
        }
    }

    /** What is asked of one replay; the answer shows how far it is. */
    private abstract static class OfOneJob implements Callable<Integer> {

        @ParentCommand
        private ReplaysCommand replays;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "REPLAY", description = "Its id.")
        private String job;

        abstract JsonNode ask(AdminClient admin, String path);

        @Override
        public Integer call() {
            return print(output, ask(replays.admin(), path(job)));
        }
    }

    @Command(name = "status", description = "Shows how far a replay is.", mixinStandardHelpOptions = true)
    static final class Status extends OfOneJob {

        @Override
        JsonNode ask(AdminClient admin, String path) {
            return admin.get(path);
        }
    }

    @Command(
            name = "pause",
            description = "Pauses a replay: nothing more is sent, and what the target has not yet begun comes back.",
            mixinStandardHelpOptions = true)
    static final class Pause extends OfOneJob {

        @Override
        JsonNode ask(AdminClient admin, String path) {
            return admin.post(path + "/pause", AdminClient.JSON.createObjectNode());
        }
    }

    @Command(
            name = "resume",
            description = "Goes on with a replay that was paused, or that stopped by itself.",
            mixinStandardHelpOptions = true)
    static final class Resume extends OfOneJob {

        @Override
        JsonNode ask(AdminClient admin, String path) {
            return admin.post(path + "/resume", AdminClient.JSON.createObjectNode());
        }
    }

    @Command(
            name = "cancel",
            description = "Ends a replay for good; what was not tried stays an open dead letter.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends OfOneJob {

        @Override
        JsonNode ask(AdminClient admin, String path) {
            return admin.delete(path);
        }
    }

    private static int print(Output output, JsonNode job) {
        if (output.json()) {
            output.out().println(job.toPrettyString());
        } else {
            ReplayText.job(output.out(), job);
        }
        return ExitCode.OK;
    }
}

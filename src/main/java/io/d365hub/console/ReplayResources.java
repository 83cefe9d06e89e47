package io.d365hub.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.Role;
import io.d365hub.deadletter.ReplayItem;
import io.d365hub.deadletter.ReplayOutcome;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.Replays;
import io.d365hub.deadletter.SelectionChangedException;
import io.d365hub.deadletter.replay.ReplayPlan;
import io.d365hub.deadletter.replay.ReplayPlans;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Planning, making, watching, pausing, resuming and cancelling replay jobs. */
public final class ReplayResources implements AdminResources {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int LATEST = 50;
    private static final int MOST_ITEMS = 1000;

    private final Replays replays;
    private final ReplayPlans plans;
    private final LetterScope letters;
    private final Supplier<Collection<String>> names;

    /**
     * @param names the integrations that have ever had messages
     */
    public ReplayResources(
            Replays replays, ReplayPlans plans, LetterScope letters, Supplier<Collection<String>> names) {
        this.replays = replays;
        this.plans = plans;
        this.letters = letters;
        this.names = names;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        // Before dead-letters/:id, which would take 'replays' for an id.
        parts.get(
                "dead-letters/replays",
                request -> Map.of(
                        "replays",
                        LetterScope.latest(replays, request.user(), LATEST).stream()
                                .map(ReplayResources::summary)
                                .toList()));
        parts.post("dead-letters/replays/plan", 200, this::plan);
        parts.get("dead-letters/replays/:job", this::watch);
        parts.get("dead-letters/replays/:job/letters", this::letters);
        parts.post("dead-letters/replays", 202, this::create);
        parts.post(
                "dead-letters/replays/:job/pause",
                200,
                request -> act(request, job -> replays.pause(job, request.who()), "paused", "runs"));
        parts.post(
                "dead-letters/replays/:job/resume",
                200,
                request -> act(
                        request,
                        job -> replays.resume(job, request.who()),
                        "resumed",
                        "is paused or has stopped by itself"));
        parts.delete("dead-letters/replays/:job", Role.OPERATOR, this::cancel);
    }

    private Object create(AdminRequest request) {
        try {
            UUID job = replays.create(ReplayOrder.read(request, letters));
            return summary(replays.report(job).orElseThrow());
        } catch (SelectionChangedException e) {
            throw new AdminProblemException(
                    409,
                    "Nothing was replayed.",
                    "You expected " + e.expected() + " letters, and now it is " + e.found() + ".",
                    "Look again with './hub replays plan', then start with the new number.");
        }
    }

    private Object plan(AdminRequest request) {
        ReplayRequest order = ReplayOrder.read(request, letters);
        ReplayPlan plan = plans.plan(order);
        ObjectNode answer = shown(plan);
        if (plan.summary().open() == 0) {
            order.query()
                    .flatMap(query -> UnknownNames.hint(
                            query.expression(),
                            names.get().stream().filter(request.user()::maySee).toList()))
                    .ifPresent(hint -> answer.put("hint", hint));
        }
        return answer;
    }

    private static ObjectNode shown(ReplayPlan plan) {
        ObjectNode answer = AdminApi.JSON.valueToTree(plan);
        plan.samples().stream()
                .map(sample -> {
                    ObjectNode shown = DeadLetterResources.summary(sample.letter());
                    shown.put("refusal", sample.refusal().orElse(null));
                    return shown.put("held", sample.stale());
                })
                .forEach(answer.putArray("samples")::add);
        return answer;
    }

    private Object watch(AdminRequest request) throws InterruptedException {
        boolean settled = request.query("until").filter("settled"::equals).isPresent();
        Predicate<ReplayReport> ended =
                settled ? report -> isFinished(report) && report.sent() == 0 : ReplayResources::isFinished;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(request.number("wait", 0, LONGEST_WAIT_SECONDS, 0));
        ReplayReport report = report(request);
        while (!ended.test(report) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            report = report(request);
        }
        return summary(report);
    }

    private Object letters(AdminRequest request) {
        int limit = request.number("limit", 1, MOST_ITEMS, LATEST);
        List<ReplayItem> items = replays.items(
                report(request).job(),
                request.query("outcome").map(ReplayResources::outcome),
                request.number("after", 0, Integer.MAX_VALUE, 0),
                limit);
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        answer.set("letters", AdminApi.JSON.valueToTree(items));
        return items.size() < limit
                ? answer.putNull("next")
                : answer.put("next", items.get(items.size() - 1).position());
    }

    private static ReplayOutcome outcome(String name) {
        return Arrays.stream(ReplayOutcome.values())
                .filter(outcome -> outcome.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new AdminProblemException(
                        400,
                        "The letters were not listed.",
                        "'" + name + "' is no outcome.",
                        "The outcomes are "
                                + Arrays.toString(ReplayOutcome.values()).toLowerCase(Locale.ROOT) + "."));
    }

    private Object act(AdminRequest request, Predicate<UUID> act, String done, String when) {
        UUID job = report(request).job();
        if (!act.test(job)) {
            String state = report(request).state().name().toLowerCase(Locale.ROOT);
            throw new AdminProblemException(
                    409,
                    "Replay " + job + " was not " + done + ".",
                    "It is " + state + "; only one that " + when + " can be " + done + ".",
                    "'./hub replays status " + job + "' tells more.");
        }
        return summary(report(request));
    }

    private Object cancel(AdminRequest request) {
        replays.cancel(report(request).job(), request.who());
        return summary(report(request));
    }

    private ReplayReport report(AdminRequest request) {
        Optional<ReplayReport> report = replays.report(request.id("job"));
        return report.filter(job -> letters.maySee(job, request.user()))
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The request was not handled.",
                        "There is no replay " + request.path("job") + ".",
                        "'./hub replays list' shows the latest."));
    }

    /** Whether all that the job does itself is done for now; verdicts of what it sent may be due. */
    private static boolean isFinished(ReplayReport report) {
        return report.state() != ReplayReport.State.RUNNING;
    }

    private static ObjectNode summary(ReplayReport report) {
        ObjectNode answer = AdminApi.JSON.valueToTree(report);
        answer.put("finished", isFinished(report));
        return answer;
    }
}

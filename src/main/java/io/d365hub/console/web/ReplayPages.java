package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.LetterScope;
import io.d365hub.deadletter.ReplayOutcome;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.Replays;
import io.d365hub.deadletter.SelectionChangedException;
import io.d365hub.deadletter.replay.ReplayPlan;
import io.d365hub.deadletter.replay.ReplayPlans;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/** Replaying: the dry run that comes before each job, jobs with their progress, pausing, resuming and cancelling. */
public final class ReplayPages implements Pages {

    private static final int LATEST = 50;
    private static final int SHOWN_ITEMS = 100;

    private final Replays replays;
    private final ReplayPlans plans;
    private final LetterSearch search;
    private final ReplayForm form;

    private ReplayPages(Replays replays, ReplayPlans plans, LetterSearch search) {
        this.replays = replays;
        this.plans = plans;
        this.search = search;
        this.form = new ReplayForm(search);
    }

    /** The pages of these jobs. */
    public static ReplayPages of(Replays replays, ReplayPlans plans, LetterSearch search) {
        return new ReplayPages(replays, plans, search);
    }

    @Override
    public void mount(Console console) {
        console.entry("/replays", "Replays", Role.VIEWER);
        console.get("/replays", Role.VIEWER, this::list);
        console.post("/replays/plan", Role.OPERATOR, this::plan);
        console.post("/replays", Role.OPERATOR, this::start);
        console.get("/replays/:job", Role.VIEWER, this::show);
        console.post("/replays/:job/pause", Role.OPERATOR, request -> act(request, replays::pause, "paused"));
        console.post("/replays/:job/resume", Role.OPERATOR, request -> act(request, replays::resume, "resumed"));
        console.post("/replays/:job/cancel", Role.OPERATOR, request -> act(request, replays::cancel, "cancelled"));
    }

    private Answer list(PageRequest request) {
        List<Map<String, Object>> jobs = LetterScope.latest(replays, request.user(), LATEST).stream()
                .map(ReplayPages::view)
                .toList();
        Map<String, Object> model = Map.of("jobs", jobs);
        return request.isRefresh() ? Answer.part("replays", "live", model) : Answer.page("replays", model);
    }

    private Answer plan(PageRequest request) {
        ReplayPlan plan = plans.plan(form.read(request));
        Map<String, Object> model = new HashMap<>(ReplayForm.fields(request));
        model.put("plan", plan);
        model.put("seconds", plan.seconds().isPresent() ? plan.seconds().getAsLong() : "");
        model.put(
                "budget",
                plan.budgetPercent().isPresent() ? plan.budgetPercent().getAsDouble() : "");
        model.put(
                "samples",
                plan.samples().stream()
                        .map(sample -> Map.of(
                                "letter", sample.letter(),
                                "refusal", sample.refusal().orElse(""),
                                "stale", sample.stale()))
                        .toList());
        return Answer.page("replay-plan", model);
    }

    private Answer start(PageRequest request) {
        request.required("reason", "reason");
        ReplayRequest order = form.read(request);
        int expected = request.number(request.field("expected"), "expected", 0, Integer.MAX_VALUE, -1);
        try {
            return see(replays.create(expected < 0 ? order : order.expecting(expected)));
        } catch (SelectionChangedException e) {
            throw new AdminProblemException(
                    409,
                    "Nothing was replayed.",
                    "You were shown " + e.expected() + " letters, and now it is " + e.found()
                            + ": some came, or somebody else dealt with some.",
                    "Make the dry run again.");
        }
    }

    private static Answer see(UUID job) {
        return new Answer.See("/console/replays/" + job);
    }

    private Answer show(PageRequest request) {
        ReplayReport report = report(request);
        Optional<ReplayOutcome> outcome = request.query("outcome").flatMap(ReplayPages::outcome);
        Map<String, Object> model = new HashMap<>();
        model.put("job", view(report));
        model.put("items", replays.items(report.job(), outcome, 0, SHOWN_ITEMS));
        model.put("outcome", outcome.map(ReplayOutcome::name).orElse(""));
        model.put("outcomes", ReplayOutcome.values());
        return request.isRefresh() ? Answer.part("replay", "live", model) : Answer.page("replay", model);
    }

    private Answer act(PageRequest request, BiPredicate<UUID, String> act, String done) {
        UUID job = report(request).job();
        if (!act.test(job, request.user().name())) {
            throw new AdminProblemException(
                    409,
                    "The job was not " + done + ".",
                    "It is " + report(request).state().name().toLowerCase(Locale.ROOT)
                            + " by now; your page was older than that.",
                    "Open the job again.");
        }
        return see(job);
    }

    private ReplayReport report(PageRequest request) {
        return replays.report(request.id("job"))
                .filter(report -> search.maySee(report, request.user()))
                .orElseThrow(PageRequest::absent);
    }

    private static Optional<ReplayOutcome> outcome(String name) {
        return List.of(ReplayOutcome.values()).stream()
                .filter(outcome -> outcome.name().equals(name))
                .findFirst();
    }

    private static Map<String, Object> view(ReplayReport report) {
        Map<String, Object> view = new HashMap<>();
        view.put("report", report);
        long settled = report.selected() - report.waiting() - report.sent();
        view.put("settled", settled);
        view.put("percent", report.selected() == 0 ? 100 : 100 * settled / report.selected());
        view.put("live", !report.isOver());
        view.put("canPause", report.state() == ReplayReport.State.RUNNING);
        view.put(
                "canResume",
                report.state() == ReplayReport.State.PAUSED || report.state() == ReplayReport.State.STOPPED);
        view.put(
                "canCancel",
                report.state() != ReplayReport.State.DONE && report.state() != ReplayReport.State.CANCELLED);
        return view;
    }
}

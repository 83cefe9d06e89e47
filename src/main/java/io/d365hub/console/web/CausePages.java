package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.AdminProblemException;
import io.d365hub.deadletter.Cause;
import io.d365hub.deadletter.CausePage;
import io.d365hub.deadletter.CauseState;
import io.d365hub.deadletter.Causes;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.failure.Runbook;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Causes: what failed and why, how often, since when, what usually helps, and what operators say of it. */
public final class CausePages implements Pages {

    private static final int PER_PAGE = 50;
    private static final int SAMPLES = 5;
    private static final int TREND_HOURS = 7 * 24;
    private static final String ACTIVE = "active";
    private static final Map<String, Set<CauseState>> VIEWS = Map.of(
            ACTIVE,
            Set.of(CauseState.OPEN, CauseState.ACKNOWLEDGED),
            "resolved",
            Set.of(CauseState.RESOLVED),
            "ignored",
            Set.of(CauseState.IGNORED),
            "all",
            Set.of());

    private final Causes causes;
    private final LetterSearch search;
    private final Runbook runbook = Runbook.load();

    public CausePages(Causes causes, LetterSearch search) {
        this.causes = causes;
        this.search = search;
    }

    @Override
    public void mount(Console console) {
        console.entry("/causes", "Causes", Role.VIEWER);
        console.get("/causes", Role.VIEWER, this::list);
        console.get("/causes/:id", Role.VIEWER, this::show);
        console.post("/causes/:id", Role.OPERATOR, this::change);
        console.post("/causes/:id/notes", Role.OPERATOR, this::note);
    }

    private Answer list(PageRequest request) {
        String chosen = request.query("show").filter(VIEWS::containsKey).orElse(ACTIVE);
        CausePage page;
        try {
            page = causes.list(
                    VIEWS.get(chosen), chosen.equals(ACTIVE), only(request.user()), PER_PAGE, request.query("after"));
        } catch (IllegalArgumentException e) {
            throw PageRequest.absent();
        }
        Map<String, Object> model = new HashMap<>();
        model.put("shown", chosen);
        model.put("views", List.of(ACTIVE, "resolved", "ignored", "all"));
        model.put("causes", page.causes().stream().map(CausePages::view).toList());
        model.put(
                "next",
                page.next()
                        .map(place -> "/console/causes?show=" + chosen + "&after=" + Urls.encoded(place))
                        .orElse(""));
        return request.isRefresh() ? Answer.part("causes", "rows", model) : Answer.page("causes", model);
    }

    private static Optional<Set<String>> only(User user) {
        return user.hasAllIntegrations() ? Optional.empty() : Optional.of(user.integrations());
    }

    private Answer show(PageRequest request) {
        Cause cause = cause(request);
        LetterPage samples =
                search.list(search.query("state:open cause:" + cause.id(), request.user()), SAMPLES, Optional.empty());
        Map<String, Object> model = new HashMap<>(view(cause));
        model.put("week", bars(causes.trend(cause.id(), TREND_HOURS)));
        model.put("notes", causes.notes(cause.id()));
        model.put("letters", samples.letters());
        model.put("hint", runbook.find(cause.code()).<Object>map(hint -> hint).orElse(""));
        model.put("states", CauseState.values());
        return Answer.page("cause", model);
    }

    private Answer change(PageRequest request) {
        Cause cause = cause(request);
        CauseState state = Arrays.stream(CauseState.values())
                .filter(one -> one.name().equals(request.text("state")))
                .findFirst()
                .orElseThrow(() -> new AdminProblemException(
                        422, "Nothing was changed.", "The form has no state of a cause.", "Open the page again."));
        if (!cause.state().name().equals(request.text("from"))) {
            throw new AdminProblemException(
                    409,
                    "Nothing was changed.",
                    "The cause is not as your page showed it: " + cause.stateBy() + " has changed it, or it came back.",
                    "Open the page again.");
        }
        causes.change(
                cause.id(), state, request.user().name(), request.text("reason").strip());
        return see(cause);
    }

    private Answer note(PageRequest request) {
        Cause cause = cause(request);
        causes.note(cause.id(), request.user().name(), request.required("text", "text"));
        return see(cause);
    }

    private static Answer see(Cause cause) {
        return new Answer.See("/console/causes/" + cause.id());
    }

    private Cause cause(PageRequest request) {
        return causes.find(request.id("id"))
                .filter(cause -> request.user().maySee(cause.integration()))
                .orElseThrow(PageRequest::absent);
    }

    private static Map<String, Object> view(Cause cause) {
        return Map.of(
                "cause",
                cause,
                "open",
                cause.open(),
                "bars",
                bars(cause.trend()),
                "query",
                "cause:" + cause.id() + " state:open");
    }

    /** Deaths by hour as bars for an SVG: places and heights of 0 to 100. */
    private static List<Map<String, Object>> bars(List<Long> trend) {
        long most = Math.max(1, trend.stream().mapToLong(Long::longValue).max().orElse(1));
        return IntStream.range(0, trend.size())
                .filter(hour -> trend.get(hour) > 0)
                .mapToObj(
                        hour -> Map.<String, Object>of("x", hour, "height", Math.max(6, 100 * trend.get(hour) / most)))
                .toList();
    }
}

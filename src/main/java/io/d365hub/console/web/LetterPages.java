package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.MappedLetters;
import io.d365hub.console.ShownLetters;
import io.d365hub.console.UnknownNames;
import io.d365hub.deadletter.DiscardResult;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.deadletter.LetterState;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.deadletter.query.QuerySyntaxException;
import io.d365hub.ledger.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Dead letters: the list with its query, one letter, revealing and discarding. */
public final class LetterPages implements Pages {

    private static final int PER_PAGE = 50;
    private static final String OPEN = "state:open";

    private final LetterSearch search;
    private final LetterView view;
    private final Reveals reveals;

    private final MappedLetters mapped;

    private LetterPages(LetterSearch search, LetterView view, Reveals reveals, MappedLetters mapped) {
        this.mapped = mapped;
        this.search = search;
        this.view = view;
        this.reveals = reveals;
    }

    /** The pages of these letters. */
    public static LetterPages of(
            LetterSearch search,
            ShownLetters shown,
            LetterEdits edits,
            Ledger ledger,
            Reveals reveals,
            MappedLetters mapped) {
        return new LetterPages(search, new LetterView(shown, edits, ledger), reveals, mapped);
    }

    @Override
    public void mount(Console console) {
        console.entry("/letters", "Dead letters", Role.VIEWER);
        console.get("/letters", Role.VIEWER, this::list);
        console.get("/letters/:id", Role.VIEWER, request -> show(request, false));
        console.get("/letters/:id/mapped", Role.VIEWER, this::mapped);
        console.post("/letters/:id/reveal", Role.VIEWER, this::reveal);
        console.post("/letters/discard", Role.OPERATOR, this::discard);
    }

    private Answer list(PageRequest request) {
        String text = request.query("query").orElse(OPEN);
        Map<String, Object> model = new HashMap<>();
        model.put("query", text);
        model.put("wrong", "");
        model.put("hint", "");
        model.put("excerpt", "");
        model.put("letters", List.of());
        model.put("next", "");
        model.put("shortcuts", shortcuts(text));
        try {
            LetterQuery query = search.query(text, request.user());
            LetterPage page = search.list(query, PER_PAGE, request.query("after"));
            model.put("letters", page.letters());
            if (page.letters().isEmpty()) {
                UnknownNames.hint(query.expression(), search.names(request.user()))
                        .ifPresent(hint -> model.put("hint", hint));
            }
            model.put("next", page.next().map(next -> more(text, next)).orElse(""));
        } catch (QuerySyntaxException e) {
            model.put("wrong", e.why() + " " + e.mend());
            model.put("excerpt", e.excerpt());
        } catch (IllegalArgumentException e) {
            throw PageRequest.absent();
        }
        return request.isRefresh() ? Answer.part("letters", "rows", model) : Answer.page("letters", model);
    }

    private static String more(String text, String next) {
        return "/console/letters?query=" + Urls.encoded(text) + "&after=" + Urls.encoded(next);
    }

    private static List<Map<String, Object>> shortcuts(String text) {
        return List.of(
                shortcut("Open", OPEN, text),
                shortcut("Refused", OPEN + " kind:refused", text),
                shortcut("Unreadable", OPEN + " kind:unreadable", text),
                shortcut("Set up wrongly", OPEN + " kind:misconfigured", text),
                shortcut("Replaying", "state:replaying", text),
                shortcut("Discarded", "state:discarded", text));
    }

    private static Map<String, Object> shortcut(String label, String query, String now) {
        return Map.of(
                "label", label, "href", "/console/letters?query=" + Urls.encoded(query), "current", query.equals(now));
    }

    private Answer show(PageRequest request, boolean revealed) {
        LetterDetail detail = search.find(request.id("id"), request.user()).orElseThrow(PageRequest::absent);
        return Answer.page("letter", view.of(detail, revealed));
    }

    private Answer mapped(PageRequest request) {
        LetterDetail detail = search.find(request.id("id"), request.user()).orElseThrow(PageRequest::absent);
        Map<String, Object> model = new HashMap<>(view.of(detail, false));
        model.put("mapped", mapped.of(detail.letter(), detail.content(), false));
        return Answer.page("mapped", model);
    }

    private Answer reveal(PageRequest request) {
        Letter letter = search.find(request.id("id"), request.user())
                .orElseThrow(PageRequest::absent)
                .letter();
        reveals.reveal(request.user(), letter.id(), request.required("reason", "reason"));
        return show(request, true);
    }

    private Answer discard(PageRequest request) {
        List<UUID> ids = request.fields("letter").stream()
                .map(PageRequest::uuid)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            throw new AdminProblemException(
                    422, "Nothing was discarded.", "No letter was chosen.", "Go back and tick some.");
        }
        search.requireAll(ids, request.user());
        DiscardResult result = search.store().discard(ids, request.user().name(), request.required("reason", "reason"));
        if (result.discarded() == 0) {
            throw new AdminProblemException(
                    409,
                    "Nothing was discarded.",
                    "The letters that you chose are not "
                            + LetterState.OPEN.name().toLowerCase(java.util.Locale.ROOT)
                            + " any more; somebody was faster.",
                    "Open the list again to see how they stand.");
        }
        return new Answer.See(ids.size() == 1 ? "/console/letters/" + ids.get(0) : "/console/letters");
    }
}

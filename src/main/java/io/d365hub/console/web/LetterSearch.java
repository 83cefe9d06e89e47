package io.d365hub.console.web;

import io.d365hub.access.User;
import io.d365hub.console.ShownLetters;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.deadletter.query.LetterQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Searches dead letters among those of the integrations that are open to a person. */
public final class LetterSearch {

    /** No integration has a blank in its name. */
    private static final String NOTHING = "integration:\"no integration\"";

    private final DeadLetterStore store;

    private final ShownLetters shown;
    private final Supplier<Collection<String>> names;

    /**
     * @param shown leaves what is personal out of lists
     * @param names the integrations that have ever had messages
     */
    public LetterSearch(DeadLetterStore store, ShownLetters shown, Supplier<Collection<String>> names) {
        this.names = names;
        this.store = store;
        this.shown = shown;
    }

    /** The integrations that the person may know of. */
    List<String> names(User user) {
        return names.get().stream().filter(user::maySee).toList();
    }

    /** A page of letters without anything personal. */
    LetterPage list(LetterQuery query, int limit, Optional<String> after) {
        LetterPage page = store.list(query, limit, after);
        return new LetterPage(shown.masked(page.letters()), page.next());
    }

    /**
     * What the person asked for, within what is open to the person.
     *
     * @throws io.d365hub.deadletter.query.QuerySyntaxException when it cannot be understood
     */
    LetterQuery query(String text, User user) {
        LetterQuery asked = store.query(text);
        return user.hasAllIntegrations() ? asked : asked.and(store.query(scope(user)));
    }

    private static String scope(User user) {
        if (user.integrations().isEmpty()) {
            return NOTHING;
        }
        return user.integrations().stream()
                .map(name -> "integration:\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(" or "));
    }

    /** A letter; empty when there is none, or its integration is not open to the person. */
    Optional<LetterDetail> find(UUID id, User user) {
        return store.show(id).filter(detail -> user.maySee(detail.letter().integration()));
    }

    /** Refuses the whole list when one of the letters is not there for the person. */
    void requireAll(Collection<UUID> ids, User user) {
        if (!user.hasAllIntegrations()
                && !ids.stream().allMatch(id -> find(id, user).isPresent())) {
            throw PageRequest.absent();
        }
    }

    DeadLetterStore store() {
        return store;
    }
}

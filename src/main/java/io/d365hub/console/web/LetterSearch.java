package io.d365hub.console.web;

import io.d365hub.access.User;
import io.d365hub.console.LetterScope;
import io.d365hub.console.ShownLetters;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.query.LetterQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Searches dead letters among those of the integrations that are open to a person. */
public final class LetterSearch {

    private final LetterScope scope;
    private final ShownLetters shown;
    private final Supplier<Collection<String>> names;

    /**
     * @param shown leaves what is personal out of lists
     * @param names the integrations that have ever had messages
     */
    public LetterSearch(LetterScope scope, ShownLetters shown, Supplier<Collection<String>> names) {
        this.names = names;
        this.scope = scope;
        this.shown = shown;
    }

    /** The integrations that the person may know of. */
    List<String> names(User user) {
        return names.get().stream().filter(user::maySee).toList();
    }

    /** A page of letters without anything personal. */
    LetterPage list(LetterQuery query, int limit, Optional<String> after) {
        LetterPage page = scope.store().list(query, limit, after);
        return new LetterPage(shown.masked(page.letters()), page.next());
    }

    /**
     * What the person asked for, within what is open to the person.
     *
     * @throws io.d365hub.deadletter.query.QuerySyntaxException when it cannot be understood
     */
    LetterQuery query(String text, User user) {
        return scope.query(text, user);
    }

    /** A letter; empty when there is none, or its integration is not open to the person. */
    Optional<LetterDetail> find(UUID id, User user) {
        return scope.find(id, user);
    }

    /** Whether the job is there for the person. */
    boolean maySee(ReplayReport job, User user) {
        return scope.maySee(job, user);
    }

    /** Refuses the whole list when one of the letters is not there for the person. */
    void requireAll(Collection<UUID> ids, User user) {
        if (scope.absent(ids, user).isPresent()) {
            throw PageRequest.absent();
        }
    }

    DeadLetterStore store() {
        return scope.store();
    }
}

package io.d365hub.console;

import io.d365hub.access.User;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.Replays;
import io.d365hub.deadletter.SubjectIntegrations;
import io.d365hub.deadletter.query.LetterQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Dead letters and replays as they are there for a person: those of other people's integrations are not. Thread-safe. */
public final class LetterScope {

    private final DeadLetterStore store;
    private final SubjectIntegrations subjects;

    public LetterScope(DeadLetterStore store, SubjectIntegrations subjects) {
        this.store = store;
        this.subjects = subjects;
    }

    /** All letters, whoever may see them. */
    public DeadLetterStore store() {
        return store;
    }

    /**
     * What the person asked for, within what is open to the person.
     *
     * @throws io.d365hub.deadletter.query.QuerySyntaxException when it cannot be understood
     */
    public LetterQuery query(String text, User user) {
        return within(store.query(text), user);
    }

    /** Those of these letters that are open to the person. */
    public LetterQuery within(LetterQuery query, User user) {
        return user.hasAllIntegrations() ? query : query.ofIntegrations(user.integrations());
    }

    /** A letter; empty when there is none, or its integration is not open to the person. */
    public Optional<LetterDetail> find(UUID id, User user) {
        return store.show(id).filter(detail -> user.maySee(detail.letter().integration()));
    }

    /** The letter that a request of the admin API names. */
    LetterDetail of(AdminRequest request) {
        return find(request.id("id"), request.user())
                .orElseThrow(() -> DeadLetterResources.unknown(request.path("id")));
    }

    /** The letters that the parameter {@code query} of a request asks for; without it the open ones. */
    LetterQuery asked(AdminRequest request) {
        return within(request.query("query").map(store::query).orElse(LetterQuery.OPEN), request.user());
    }

    /** Refuses the whole list when one of the letters is not there for the person. */
    void requireAll(Collection<UUID> ids, AdminRequest request) {
        absent(ids, request.user()).ifPresent(id -> {
            throw DeadLetterResources.unknown(id.toString());
        });
    }

    /**
     * The first of these letters, causes or jobs that is not there for the person. Whoever has all integrations is never stopped
     * here: what becomes of ids that nobody knows is not for this class to say.
     */
    public Optional<UUID> absent(Collection<UUID> ids, User user) {
        if (user.hasAllIntegrations()) {
            return Optional.empty();
        }
        Map<UUID, Set<String>> integrations = subjects.of(ids);
        return ids.stream().filter(id -> !isOpen(integrations.get(id), user)).findFirst();
    }

    /** The latest jobs that {@link #maySee} is true of. */
    public static List<ReplayReport> latest(Replays replays, User user, int limit) {
        return user.hasAllIntegrations()
                ? replays.latest(limit)
                : replays.latest(limit, user.name(), user.integrations());
    }

    /** One's own jobs, and those of others whose letters are all open to the person. */
    public boolean maySee(ReplayReport job, User user) {
        return job.who().equals(user.name()) || absent(Set.of(job.job()), user).isEmpty();
    }

    private static boolean isOpen(Set<String> integrations, User user) {
        return integrations != null && integrations.stream().allMatch(user::maySee);
    }
}

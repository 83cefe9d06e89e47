package io.d365hub.deadletter;

import io.d365hub.deadletter.query.LetterQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What an operator wants to be replayed.
 *
 * @param letters these letters, whatever their state; not open ones are skipped and counted
 * @param query or the open ones among these
 * @param who the operator
 * @param reason what the operator says about it; may be empty
 * @param force also letters whose record has had a newer delivery, which the replay overwrites
 * @param pacing how carefully
 * @param expected how many letters the operator was shown; when others have come or gone since, nothing is replayed
 */
public record ReplayRequest(
        List<UUID> letters,
        Optional<LetterQuery> query,
        String who,
        String reason,
        boolean force,
        ReplayPacing pacing,
        OptionalLong expected) {

    public ReplayRequest {
        letters = List.copyOf(letters);
    }

    /** These letters. */
    public static ReplayRequest of(Collection<UUID> letters, String who, String reason) {
        return new ReplayRequest(
                letters.stream().distinct().toList(),
                Optional.empty(),
                who,
                reason,
                false,
                ReplayPacing.UNLIMITED,
                OptionalLong.empty());
    }

    /** Those letters of the query that are open. */
    public static ReplayRequest of(LetterQuery query, String who, String reason) {
        return new ReplayRequest(
                List.of(),
                Optional.of(query.in(LetterState.OPEN)),
                who,
                reason,
                false,
                ReplayPacing.UNLIMITED,
                OptionalLong.empty());
    }

    /** The same, newer deliveries or not. */
    public ReplayRequest forced() {
        return new ReplayRequest(letters, query, who, reason, true, pacing, expected);
    }

    /** The same at another pace. */
    public ReplayRequest at(ReplayPacing other) {
        return new ReplayRequest(letters, query, who, reason, force, other, expected);
    }

    /** The same, if it is so many letters. */
    public ReplayRequest expecting(long number) {
        return new ReplayRequest(letters, query, who, reason, force, pacing, OptionalLong.of(number));
    }
}

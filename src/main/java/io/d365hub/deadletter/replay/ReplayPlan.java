package io.d365hub.deadletter.replay;

import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a replay would do, found out without doing it.
 *
 * @param summary how many letters, of which integrations, how old
 * @param checked how many of them, the latest deaths first, were tried on today's schema and mapping
 * @param held of those, how many records have had a newer delivery
 * @param refused of those, how many would be refused again before they reach the target
 * @param reasons why, with an example of each reason, and how many have it or one like it, the most frequent first
 * @param samples some of the checked ones
 * @param seconds how long the replay takes at least; empty when the target's limits are not known and the pace sets none
 * @param budgetPercent which part of the requests of one window of the target it takes, if every letter is one request
 * @param target how the target is doing; empty when it has told nothing
 */
public record ReplayPlan(
        LetterSelection.Summary summary,
        int checked,
        int held,
        int refused,
        Map<String, Integer> reasons,
        List<Sample> samples,
        OptionalLong seconds,
        OptionalDouble budgetPercent,
        String target) {

    /**
     * One letter and what would become of it.
     *
     * @param refusal why it would be refused again; empty when it would be sent
     * @param stale whether it would be held, because its record has had a newer delivery
     */
    public record Sample(Letter letter, Optional<String> refusal, boolean stale) {}
}

package io.d365hub.console;

import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes in dead letters of another hub, or of this one's past. */
public interface LetterImports {

    /** A letter that is to be taken in, open. */
    record Incoming(
            UUID letter, HubMessage message, Failure failure, int attempts, Instant firstFailedAt, Instant diedAt) {}

    /**
     * What became of them.
     *
     * @param imported how many are new; the store and the ledger have them shortly
     * @param known letters that were there already and are left alone
     * @param refused why letters were not taken in
     */
    record Taken(int imported, int known, Map<UUID, String> refused) {}

    /** Takes them in; all that are not refused, or none when it throws. Asking again changes nothing. */
    Taken take(List<Incoming> letters, String who);
}

package io.d365hub.batch;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.RecordKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows whose record keys have open dead letters of earlier runs. One with the content of its letter is tried like any other:
 * should the letter be replayed meanwhile, both write the same. Any other takes the lane, where it stands in line with replays.
 * Where letters hold their keys, one with the content of its letter waits as it is: nothing new has to be put in line.
 * Used by the run's thread.
 */
final class LetteredRows {

    private static final Logger LOG = LoggerFactory.getLogger(LetteredRows.class);

    private final Run run;
    private final SingleRows rows;
    private final RowMessages messages;
    private final KeySet keys = new KeySet();

    LetteredRows(Run run, SingleRows rows, RowMessages messages) {
        this.run = run;
        this.rows = rows;
        this.messages = messages;
    }

    void addKey(UUID keyDigest) {
        keys.add(keyDigest);
    }

    private boolean has(RowTask task) {
        return !keys.isEmpty() && keys.contains(RecordKeys.digest(task.key()));
    }

    /** Finds those that come again as they were when they became dead letters. */
    void recognise(List<RowTask> tasks) {
        if (keys.isEmpty() || run.request().dryRun()) {
            return;
        }
        boolean held = run.batch().integration().afterDeadLetter() == AfterDeadLetter.HOLD_KEY;
        List<RowTask> asked = new ArrayList<>();
        List<HubMessage> as = new ArrayList<>();
        for (RowTask task : tasks) {
            if (task.unreadable == null && has(task)) {
                asked.add(task);
                as.add(messages.of(task));
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        try {
            Map<UUID, UUID> letters = rows.standing(run.batch().name(), as);
            for (int i = 0; i < asked.size(); i++) {
                UUID letter = letters.get(as.get(i).id());
                asked.get(i).letter = held ? null : letter;
                asked.get(i).waits = held && letter != null;
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The dead letters of batch '{}' could not be looked at; {} of its rows take the lane. {}",
                    run.batch().name(),
                    asked.size(),
                    e.toString());
        }
    }

    /** Whether the row has to stand in line with replays. */
    boolean mustTakeLane(RowTask task) {
        return task.letter == null && has(task);
    }
}

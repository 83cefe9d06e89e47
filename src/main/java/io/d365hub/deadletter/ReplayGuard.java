package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Says whether a replay whose turn at its lane has come may start. It may not when its job was paused, stopped or cancelled, or
 * when a newer message of its record was delivered since; those that were only queued when the job looked are seen here. While the
 * database does not answer, replays wait. Has a thread of its own, which asks for many at once.
 */
public final class ReplayGuard implements AutoCloseable {

    private static final int MOST_AT_ONCE = 500;
    private static final Duration UNTIL_FOLDED = Duration.ofMillis(20);

    /** What the guard needs to know of the ledger: how much of what the lanes committed it has seen. */
    public interface LedgerSight {

        /** Whether this receipt is folded. */
        boolean isFolded(Handle handle, UUID receipt, Instant committedAt);

        /** Whether all receipts are folded that any lane had committed by then. */
        boolean isFolded(Handle handle, Instant committedBy);
    }

    /**
     * A replay whose turn has come.
     *
     * @param newestKnown the newest delivery of its record that is known beside the ledger; 0 when none is
     * @param since the ledger must have seen everything that was committed before
     * @param receipt and this receipt, if there is one
     * @param committedAt of that receipt
     */
    public record Turn(
            HubMessage replay, long newestKnown, Instant since, Optional<UUID> receipt, Instant committedAt) {}

    private record Question(Turn turn, Consumer<Optional<Failure>> answer) {}

    private record Job(ReplayReport.State state, boolean forced) {

        boolean mayGo() {
            return state == ReplayReport.State.RUNNING || state == ReplayReport.State.DONE;
        }
    }

    private final HubDatabase database;
    private final MessageLedger ledger;
    private final LedgerSight sight;
    private final LinkedTransferQueue<Question> asked = new LinkedTransferQueue<>();
    private final Chore chore = new Chore("guard-replays", this::answerSome);
    /** Used by the chore's thread: what could not be answered yet. */
    private List<Question> pending = List.of();

    /** Answers nothing before {@link #start}. */
    public ReplayGuard(HubDatabase database, MessageLedger ledger, LedgerSight sight) {
        this.database = database;
        this.ledger = ledger;
        this.sight = sight;
    }

    public void start() {
        chore.start();
    }

    /** Never blocks; the answer comes on the guard's thread. What waits is bounded by the places of the lanes. */
    public void ask(Turn turn, Consumer<Optional<Failure>> answer) {
        asked.put(new Question(turn, answer));
        chore.wake();
    }

    private Duration answerSome() {
        List<Question> questions = new ArrayList<>(pending);
        pending = questions;
        asked.drainTo(questions, MOST_AT_ONCE);
        if (questions.isEmpty()) {
            return Chore.IDLE;
        }
        Map<Question, Optional<Failure>> answers = database.jdbi().inTransaction(handle -> answers(handle, questions));
        answers.forEach((question, answer) -> question.answer().accept(answer));
        List<Question> left = new ArrayList<>(questions);
        left.removeIf(answers::containsKey);
        pending = left;
        boolean more = !answers.isEmpty() && !asked.isEmpty();
        return more ? Duration.ZERO : left.isEmpty() ? Chore.IDLE : UNTIL_FOLDED;
    }

    private Map<Question, Optional<Failure>> answers(Handle handle, List<Question> questions) {
        Map<UUID, Job> jobs = jobs(handle, questions);
        Map<Question, Optional<Failure>> answers = new HashMap<>();
        List<Question> open = new ArrayList<>();
        for (Question question : questions) {
            Job job = jobs.get(replay(question).job());
            if (job != null && !job.mayGo()) {
                answers.put(question, Optional.of(ReplayReturns.recalled()));
            } else if (job == null || job.forced()) {
                answers.put(question, Optional.empty());
            } else {
                open.add(question);
            }
        }
        // Seen first, read afterwards: what is folded between the two is seen too.
        List<Question> decidable = decidable(handle, open);
        Set<Question> stale = stale(handle, decidable);
        decidable.forEach(question -> answers.put(
                question, stale.contains(question) ? Optional.of(ReplayReturns.stale()) : Optional.empty()));
        return answers;
    }

    private static Replay replay(Question question) {
        return question.turn().replay().replay().orElseThrow();
    }

    private static Map<UUID, Job> jobs(Handle handle, List<Question> questions) {
        Map<UUID, Job> jobs = new HashMap<>();
        List<UUID> ids = questions.stream()
                .map(question -> replay(question).job())
                .distinct()
                .toList();
        handle.createQuery("select id, state, forced from replay_job where id = any (:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> jobs.put(
                        LetterTables.uuid(row, "id"),
                        new Job(ReplayReport.State.valueOf(row.getString("state")), row.getBoolean("forced"))))
                .list();
        return jobs;
    }

    private List<Question> decidable(Handle handle, List<Question> questions) {
        Map<Object, Boolean> seen = new HashMap<>();
        return questions.stream()
                .filter(question -> {
                    Turn turn = question.turn();
                    return seen.computeIfAbsent(turn.since(), since -> sight.isFolded(handle, turn.since()))
                            && (turn.receipt().isEmpty()
                                    || seen.computeIfAbsent(
                                            turn.receipt().get(),
                                            receipt -> sight.isFolded(
                                                    handle, turn.receipt().get(), turn.committedAt())));
                })
                .toList();
    }

    private Set<Question> stale(Handle handle, List<Question> questions) {
        Map<String, List<Question>> byIntegration = questions.stream()
                .collect(Collectors.groupingBy(
                        question -> question.turn().replay().integration()));
        Set<Question> stale = new HashSet<>();
        byIntegration.forEach((integration, group) -> {
            Map<Question, UUID> keys = new HashMap<>();
            group.forEach(question -> keys.put(
                    question, RecordKeys.digest(question.turn().replay().recordKey())));
            Map<UUID, Long> newest =
                    ledger.newestDelivered(handle, integration, List.copyOf(new HashSet<>(keys.values())));
            for (Question question : group) {
                long delivered = Math.max(
                        newest.getOrDefault(keys.get(question), 0L),
                        question.turn().newestKnown());
                if (delivered > question.turn().replay().sequence()) {
                    stale.add(question);
                }
            }
        });
        return stale;
    }

    /** Stops; who has not been answered is not. */
    @Override
    public void close() {
        chore.close();
    }
}

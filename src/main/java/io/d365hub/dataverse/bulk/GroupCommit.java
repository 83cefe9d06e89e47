package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.PartOutcome.State;
import io.d365hub.dataverse.client.Ready;
import io.d365hub.dataverse.client.ReadyChangeset;
import io.d365hub.dataverse.client.ReadyRow;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowOperation;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.dataverse.client.Turn;
import io.d365hub.dataverse.client.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Joins rows that wait at the same moment into few requests. A row goes out at once when no call of its group is out;
 * else it waits until a call comes back or enough others have come. No two requests that run at the same time write one
 * key, and rows of one key keep their order.
 *
 * <p>Thread-safe; nothing blocks. What waits is bounded by what callers have started. Results arrive on the threads of
 * {@link Deliveries}.
 */
public final class GroupCommit implements RowWrites {

    /** Idle groups beyond so many are forgotten, and with them what was learnt. */
    private static final int MOST_GROUPS = 256;
    /** A call that had to wait so long for its permit is one of few. */
    private static final long SCARCE_NANOS = 2_000_000;

    private final DataverseClient client;
    private final GroupCommitSettings settings;
    private final Deliveries deliveries;
    private final LongSupplier nanoTime;
    private final Shipping shipping;
    private final Consequences.Sending sending;

    private final Object lock = new Object();
    private final KeyQueues keys = new KeyQueues();
    private final Map<GroupKey, Group> groups = new HashMap<>();

    /** @param nanoTime measures calls */
    public GroupCommit(
            DataverseClient client, GroupCommitSettings settings, Deliveries deliveries, LongSupplier nanoTime) {
        this.client = client;
        this.settings = settings;
        this.deliveries = deliveries;
        this.nanoTime = nanoTime;
        this.shipping = new Shipping(client.joint(), lock, nanoTime);
        this.sending = new Steps();
    }

    @Override
    public CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted, WriteLine.Place place) {
        Optional<ReadyRow> row =
                joins(change) ? client.joint().ready(change).filter(r -> !r.isDeep()) : Optional.empty();
        RowUnit unit;
        synchronized (lock) {
            Group group = row.map(ready -> group(GroupKey.of(change, Wanted.priority(wanted), home(ready))))
                    .orElse(null);
            unit = new RowUnit(client, change, row.orElse(null), place.line(), wanted, group);
        }
        begin(unit, place);
        return unit.result;
    }

    /** A change that decides by the row's version, or is answered with the row, needs a request of its own. */
    private static boolean joins(RowChange change) {
        return change.operation() != RowOperation.DELETE && !change.options().standsAlone();
    }

    @Override
    public CompletableFuture<List<RowResult>> changeset(
            List<RowChange> changes, BooleanSupplier wanted, WriteLine.Place place) {
        if (changes.isEmpty()) {
            return client.changeset(changes, wanted);
        }
        Optional<ReadyChangeset> set = client.joint().ready(changes);
        ChangesetUnit unit;
        synchronized (lock) {
            Group group = set.map(ready -> group(GroupKey.of(changes, Wanted.priority(wanted), home(ready))))
                    .orElse(null);
            unit = new ChangesetUnit(client, changes, set.orElse(null), place.line(), wanted, group);
        }
        begin(unit, place);
        return unit.result;
    }

    private int home(Ready ready) {
        return client.joint().home(ready);
    }

    private Group group(GroupKey key) {
        Group group = groups.get(key);
        if (group == null) {
            if (groups.size() >= MOST_GROUPS) {
                groups.values().removeIf(Group::isIdle);
            }
            group = new Group(key, settings, keys);
            groups.put(key, group);
        }
        return group;
    }

    private void begin(Unit unit, WriteLine.Place place) {
        Consequences next = new Consequences(keys, sending);
        synchronized (lock) {
            if (keys.add(unit)) {
                next.first(unit);
            }
            next.decide();
        }
        place.inLine().run();
        next.carryOut();
    }

    /** Asks for a call; what it carries is decided when it is granted. */
    private void wish(Group group) {
        long wishedAt = nanoTime.getAsLong();
        Guard.over(
                List.of(),
                client.joint().turn(group.key.priority(), group.key.home()).handle((turn, failure) -> {
                    if (turn == null) {
                        refused(group, Outcomes.unwrapped(failure));
                    } else {
                        granted(group, turn, nanoTime.getAsLong() - wishedAt > SCARCE_NANOS);
                    }
                    return null;
                }));
    }

    private void granted(Group group, Turn turn, boolean scarce) {
        Consequences next = new Consequences(keys, sending);
        Cargo cargo;
        boolean asksNames;
        double part = client.governors().get(group.key.home()).part(group.key.priority());
        synchronized (lock) {
            group.wishEnded();
            List<Unit> unwanted = new ArrayList<>();
            cargo = group.load(scarce, part, unwanted::add);
            unwanted.forEach(unit -> next.settled(unit, PartOutcome.failed(unit.withdrawn())));
            asksNames = cargo != null && cargo.units().size() > 1 && group.asksNames();
            next.consider(group);
            next.decide();
        }
        if (asksNames) {
            askNames(group);
        }
        if (cargo == null) {
            turn.unused();
        } else {
            ship(group, cargo, turn);
        }
        next.carryOut();
    }

    private void askNames(Group group) {
        var unused = client.joint().names(group.key.table()).whenComplete((names, failure) -> {
            synchronized (lock) {
                group.names(names);
            }
        });
    }

    private void ship(Group group, Cargo cargo, Turn turn) {
        shipping.ship(group, cargo, turn, (units, outcomes) -> arrived(units, outcomes), () -> {
            Consequences next = new Consequences(keys, sending);
            synchronized (lock) {
                group.landed(cargo);
                client.governors().get(group.key.home()).nextBatchRows(group.pace.rows());
                next.consider(group);
                next.decide();
            }
            next.carryOut();
        });
    }

    private void arrived(List<Unit> units, List<PartOutcome> outcomes) {
        Consequences next = new Consequences(keys, sending);
        synchronized (lock) {
            for (int i = 0; i < units.size(); i++) {
                PartOutcome outcome = outcomes.get(i);
                if (outcome.state() == State.ALONE || outcome.state() == State.ALONE_AFTER_LOSS) {
                    next.alone(units.get(i), outcome.state() == State.ALONE_AFTER_LOSS);
                } else if (outcome.state() != State.NOT_RUN) {
                    next.settled(units.get(i), outcome);
                }
            }
            next.decide();
        }
        next.carryOut();
    }

    /** No call is to be had: nothing of the group waits for better times here, its callers know better how to. */
    private void refused(Group group, RuntimeException failure) {
        Consequences next = new Consequences(keys, sending);
        synchronized (lock) {
            group.wishEnded();
            for (List<Unit> all = group.takeAll(); !all.isEmpty(); all = group.takeAll()) {
                all.forEach(unit -> next.settled(unit, Outcomes.failed(unit, failure)));
                next.release();
            }
            next.decide();
        }
        next.carryOut();
    }

    /** What is done without the lock. */
    private final class Steps implements Consequences.Sending {

        @Override
        public void wish(Group group) {
            GroupCommit.this.wish(group);
        }

        @Override
        public void sendAlone(Unit unit, boolean afterLoss) {
            Guard.over(
                    List.of(unit),
                    unit.alone(afterLoss).thenAccept(outcome -> arrived(List.of(unit), List.of(outcome))));
        }

        @Override
        public void deliver(List<Runnable> verdicts) {
            deliveries.deliver(verdicts);
        }
    }
}

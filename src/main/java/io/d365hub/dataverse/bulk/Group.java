package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.TypeNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows that may travel together: those that wait, how many are under way, and what was learnt from the requests so far.
 * Guarded by the lock of its {@link GroupCommit}.
 */
final class Group {

    /** Units of one key or line in one request: behind a failure all of them are sent again. */
    private static final int LONGEST_CHAIN = 100;

    /** Up to so many rows of a key travel among those of other keys, one with each request. */
    private static final int SHORT_CHAIN = 8;

    final GroupKey key;
    final Pace pace;
    final BulkTrust trust = new BulkTrust();
    private final GroupCommitSettings settings;
    private final KeyQueues keys;
    /** First of all their keys. */
    private final ArrayDeque<Unit> ready = new ArrayDeque<>();
    /** The same with many others of their key behind them: for requests of their own. */
    private final ArrayDeque<Unit> chains = new ArrayDeque<>();

    private int waiting;
    private int underWay;
    private int calls;
    private int wishes;
    private volatile TypeNames names;
    private boolean namesAsked;

    Group(GroupKey key, GroupCommitSettings settings, KeyQueues keys) {
        this.key = key;
        this.settings = settings;
        this.keys = keys;
        this.pace = new Pace(settings);
    }

    void addReady(Unit unit) {
        ready.addLast(unit);
        waiting += unit.weight();
    }

    /** Whether another call should be asked for: at once when none is out, else when it would carry its fair share. */
    boolean wantsCall() {
        if (waiting == 0 || (wishes > 0 && (long) wishes * batchRows() >= waiting)) {
            return false;
        }
        int parallel = pace.parallel(waiting + underWay);
        int out = calls + wishes;
        if (out >= parallel) {
            return false;
        }
        return out == 0 || !chains.isEmpty() || waiting * 2L * parallel >= waiting + underWay;
    }

    void wished() {
        wishes++;
    }

    void wishEnded() {
        wishes--;
    }

    boolean isIdle() {
        return waiting == 0 && underWay == 0 && calls == 0 && wishes == 0;
    }

    /**
     * What the next call carries; null when nothing is left.
     *
     * @param hurry whether calls are scarce now, so that this one should carry as much as it can
     * @param part which part of its usual size it should have, for the sake of more urgent calls
     * @param unwanted gets those that nobody wants any more; they are removed by the caller
     */
    Cargo load(boolean hurry, double part, Consumer<Unit> unwanted) {
        int most = Math.max(1, (int) (batchRows() * part));
        int share = hurry ? most : pace.share(waiting + underWay, most);
        while (!chains.isEmpty()) {
            Unit first = take(chains, unwanted);
            if (first != null) {
                return loaded(new Cargo(wanted(chain(first, most)), Cargo.Form.ORDERED));
            }
        }
        List<Unit> units = new ArrayList<>();
        long bytes = 0;
        int weight = 0;
        while (!ready.isEmpty() && weight < share) {
            Unit next = ready.peekFirst();
            if (!units.isEmpty()
                    && (weight + next.weight() > most || bytes + next.ready().bytes() > settings.mostBytes())) {
                break;
            }
            if (take(ready, unwanted) == null) {
                continue;
            }
            List<Unit> chain = chain(next, most);
            boolean apart = chain.size() > Math.min(SHORT_CHAIN, Math.max(1, units.size() + ready.size()));
            if (apart && units.isEmpty()) {
                return loaded(new Cargo(wanted(chain), Cargo.Form.ORDERED));
            } else if (apart) {
                chains.addLast(next);
                waiting += next.weight();
                continue;
            }
            units.add(next);
            weight += next.weight();
            bytes += next.ready().bytes();
        }
        return units.isEmpty() ? null : loaded(new Cargo(units, form(units)));
    }

    private List<Unit> chain(Unit first, int most) {
        return keys.chain(first, LONGEST_CHAIN, most, settings.mostBytes());
    }

    private Unit take(ArrayDeque<Unit> queue, Consumer<Unit> unwanted) {
        Unit unit = queue.pollFirst();
        waiting -= unit.weight();
        if (unit.wanted.getAsBoolean()) {
            return unit;
        }
        unwanted.accept(unit);
        return null;
    }

    /** Up to the first that nobody wants any more: it leaves in its turn. */
    private static List<Unit> wanted(List<Unit> chain) {
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i).wanted.getAsBoolean()) {
                return chain.subList(0, i);
            }
        }
        return chain;
    }

    private Cargo loaded(Cargo cargo) {
        calls++;
        underWay += cargo.weight();
        return cargo;
    }

    private Cargo.Form form(List<Unit> units) {
        if (units.size() == 1) {
            return units.get(0) instanceof RowUnit ? Cargo.Form.SINGLE : Cargo.Form.ORDERED;
        }
        boolean bulk = trust.allowed()
                && names != null
                && units.stream()
                        .allMatch(unit ->
                                unit instanceof RowUnit row && row.ready().fits(names));
        return bulk ? Cargo.Form.MULTIPLE : Cargo.Form.BATCH;
    }

    private int batchRows() {
        return trust.supported() && !trust.allowed() ? pace.carefulRows() : pace.rows();
    }

    /** The call is over, whatever it brought. */
    void landed(Cargo cargo) {
        calls--;
        underWay -= cargo.weight();
    }

    /** Everything that waits, taken out. */
    List<Unit> takeAll() {
        List<Unit> all = new ArrayList<>(chains);
        all.addAll(ready);
        chains.clear();
        ready.clear();
        waiting = 0;
        return all;
    }

    /** Whether the table's names should be asked for now; true only once until {@link #names}. */
    boolean asksNames() {
        boolean ask = key.operation().isPresent() && names == null && !namesAsked;
        namesAsked |= ask;
        return ask;
    }

    /** @param found null when they could not be read */
    void names(TypeNames found) {
        names = found;
        namesAsked = found != null;
    }

    TypeNames names() {
        return names;
    }
}

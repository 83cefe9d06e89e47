package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.util.List;
import java.util.Queue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one row, or of a chunk of them, through the route. It may finish on any thread: the callback leaves the verdict and
 * tells the run.
 */
final class RouteCall implements AsyncCallback {

    /** Exchange property. */
    static final String PROPERTY = "HubBatchCall";

    private static final Logger LOG = LoggerFactory.getLogger(RouteCall.class);

    private final Run run;
    private final List<RowTask> tasks;
    private final RouteCalls route;
    private final Queue<RouteCall> done;
    private final Bell bell;

    private volatile Exchange exchange;
    private volatile boolean withdrawn;
    private RowVerdict verdict;

    RouteCall(Run run, List<RowTask> tasks, RouteCalls route, Queue<RouteCall> done, Bell bell) {
        this.run = run;
        this.tasks = tasks;
        this.route = route;
        this.done = done;
        this.bell = bell;
    }

    List<RowTask> tasks() {
        return tasks;
    }

    RowVerdict verdict() {
        return verdict;
    }

    /** On a thread of the route. */
    void start() {
        try {
            exchange = route.exchange(run, this);
        } catch (RuntimeException e) {
            finish(RowVerdict.failed(run.classify(e)));
            return;
        }
        if (withdrawn) {
            exchange.setRollbackOnly(true);
        }
        route.run(exchange, this);
    }

    @Override
    public void done(boolean doneSync) {
        finish(judged());
    }

    private void finish(RowVerdict said) {
        verdict = said;
        done.add(this);
        bell.ring();
    }

    private RowVerdict judged() {
        try {
            return run.verdict(exchange);
        } catch (RuntimeException e) {
            LOG.warn(
                    "A failure of batch '{}' could not be judged; its row is rejected.",
                    run.batch().name(),
                    e);
            return RowVerdict.failed(Failure.of(
                    FailureKind.UNREADABLE,
                    e.getClass().getSimpleName(),
                    "The row was not processed.",
                    "A step of the route failed, and the rule that judges failures failed too.",
                    "Mend the rule named in the hub's log, then replay the dead letter."));
        } finally {
            route.release(exchange);
        }
    }

    /** Nobody wants its effect any more: what has not been sent is not sent. */
    void withdraw() {
        withdrawn = true;
        Exchange under = exchange;
        if (under != null) {
            under.setRollbackOnly(true);
        }
    }
}

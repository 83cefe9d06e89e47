package io.d365hub;

import io.d365hub.batch.RunCounts;
import io.d365hub.batch.RunState;
import io.d365hub.batch.RunStatus;
import io.d365hub.batch.control.DryRunReport;
import io.d365hub.batch.control.Remark;
import io.d365hub.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run as the admin API shows it. */
final class RunView {

    private RunView() {}

    static Map<String, Object> of(RunStatus run, Optional<Remark> remark, Optional<DryRunReport> report) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", run.id());
        view.put("state", run.state().name().toLowerCase(Locale.ROOT));
        view.put("kind", kind(run));
        view.put("trigger", run.request().trigger().name().toLowerCase(Locale.ROOT));
        run.request().from().ifPresent(from -> view.put("from", from));
        run.request().to().ifPresent(to -> view.put("to", to));
        view.put("startedAt", run.startedAt());
        run.endedAt().ifPresent(end -> view.put("endedAt", end));
        view.put("seconds", seconds(run));
        put(view, run.counts());
        remark.ifPresent(said -> {
            view.put("deleted", said.deleted());
            view.put("remark", said.text());
        });
        if (run.state() == RunState.RUNNING) {
            view.put("rowsPerSecond", run.rowsPerSecond());
            run.total().ifPresent(total -> view.put("total", total));
            run.share().ifPresent(share -> view.put("share", share));
            run.left().ifPresent(left -> view.put("secondsLeft", left.toSeconds()));
            run.waiting().ifPresent(why -> view.put("waits", sentences(why)));
        }
        run.error().ifPresent(error -> view.put("error", sentences(error)));
        view.put("owner", run.owner());
        view.put("resumed", run.resumed());
        report.ifPresent(known -> view.put("report", known));
        return view;
    }

    private static long seconds(RunStatus run) {
        return Duration.between(run.startedAt(), run.endedAt().orElseGet(Instant::now))
                .toSeconds();
    }

    private static String kind(RunStatus run) {
        return run.request().dryRun()
                ? "dry run"
                : run.request().isRange() ? "range" : run.request().full() ? "full" : "normal";
    }

    private static void put(Map<String, Object> view, RunCounts counts) {
        view.put("read", counts.read());
        view.put("mapped", counts.mapped());
        view.put("written", counts.written());
        view.put("unchanged", counts.unchanged());
        view.put("filtered", counts.filtered());
        view.put("rejected", counts.rejected());
        view.put("parked", counts.parked());
    }

    private static String sentences(Failure failure) {
        return failure.what() + " " + failure.why() + " " + failure.mend();
    }
}

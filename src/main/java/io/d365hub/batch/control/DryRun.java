package io.d365hub.batch.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.batch.BatchRow;
import io.d365hub.batch.RowOutcome;
import io.d365hub.batch.RunParticipant;
import io.d365hub.batch.RunState;
import io.d365hub.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** Holds back what a run would write, and reports it. Rows are asked for in the target by some hundred at once. */
final class DryRun implements RunParticipant {

    static final String NAME = "dry-run";

    private static final int SAMPLES = 10;
    private static final int ASKED_AT_ONCE = 100;
    private static final int LONGEST_SAMPLE = 2_000;

    private final TargetRows targets;
    private final Consumer<DryRunReport> report;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();
    private boolean asked;
    private boolean notAsked;

    /** @param report hears the report at the end of the run, and every time that it has grown by some hundred rows */
    DryRun(TargetRows targets, Consumer<DryRunReport> report) {
        this.targets = targets;
        this.report = report;
        for (String outcome : List.of("created", "updated", "written", "unchanged", "rejected")) {
            tallies.put(outcome, new Tally());
        }
    }

    private record Held(Endpoint target, String key, Object sample) {}

    private static final class Tally {
        private long count;
        private final List<Object> samples = new ArrayList<>();

        void add(Object sample) {
            count++;
            if (samples.size() < SAMPLES) {
                samples.add(sample);
            }
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized Admission beforeWrite(BatchRow row, Exchange exchange) {
        Optional<Endpoint> target = MappedRow.target(exchange);
        String key = target.flatMap(to -> targets.key(to, exchange)).orElse("");
        Object sample = sample(exchange);
        if (key.isEmpty()) {
            notAsked = true;
            tallies.get("written").add(sample);
        } else {
            held.add(new Held(target.orElseThrow(), key, sample));
            if (held.size() >= ASKED_AT_ONCE) {
                ask();
            }
        }
        return Admission.PRETEND;
    }

    private static Object sample(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof JsonNode tree) {
            return tree;
        }
        byte[] body = MappedRow.body(exchange);
        return shortened(body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SAMPLE ? text : text.substring(0, LONGEST_SAMPLE);
    }

    /** A row that comes twice counts as updated the second time only if the target has it already. */
    private void ask() {
        Map<Endpoint, List<Held>> byTarget = new LinkedHashMap<>();
        held.forEach(row ->
                byTarget.computeIfAbsent(row.target(), any -> new ArrayList<>()).add(row));
        held.clear();
        byTarget.forEach((target, rows) -> {
            Optional<Set<String>> existing =
                    targets.existing(target, rows.stream().map(Held::key).toList());
            asked |= existing.isPresent();
            notAsked |= existing.isEmpty();
            for (Held row : rows) {
                String outcome = existing.map(there -> there.contains(row.key()) ? "updated" : "created")
                        .orElse("written");
                tallies.get(outcome).add(row.sample());
            }
        });
        report.accept(report());
    }

    @Override
    public synchronized void after(BatchRow row, RowOutcome outcome, Optional<Failure> failure) {
        if (outcome == RowOutcome.UNCHANGED) {
            tallies.get("unchanged").add(row.source().columns());
        } else if (outcome == RowOutcome.REJECTED || outcome == RowOutcome.PARKED) {
            String place = row.source().place().isEmpty()
                    ? row.recordKey()
                    : row.source().place();
            tallies.get("rejected")
                    .add(Map.of(
                            "row",
                            place,
                            "why",
                            failure.map(why -> why.what() + " " + why.why()).orElse("")));
        }
    }

    @Override
    public synchronized void end(RunState state) {
        if (!held.isEmpty()) {
            ask();
        }
        report.accept(report());
    }

    private DryRunReport report() {
        String told = !asked
                ? "Which rows exist in the target was not asked: it is no Dataverse table that is written by key."
                : notAsked
                        ? "Dataverse was asked which rows it has; not for all of them."
                        : "Dataverse was asked which rows it has.";
        List<DryRunReport.Rows> rows = new ArrayList<>();
        tallies.forEach((outcome, tally) -> {
            if (tally.count > 0 || !outcome.equals("written")) {
                rows.add(new DryRunReport.Rows(outcome, tally.count, List.copyOf(tally.samples)));
            }
        });
        return new DryRunReport(told, List.copyOf(rows));
    }
}

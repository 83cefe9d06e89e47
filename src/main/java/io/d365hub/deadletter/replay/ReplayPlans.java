package io.d365hub.deadletter.replay;

import io.d365hub.deadletter.Fingerprint;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterSelection;
import io.d365hub.deadletter.PublicWords;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.failure.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/** Dry runs of replays: nothing is sent and nothing is changed. Thread-safe. */
public final class ReplayPlans {

    /** More letters than this are not tried one by one; the plan says how many were. */
    public static final int MOST_CHECKED = 1_000;

    static final int SAMPLES = 20;

    private final LetterSelection selection;
    private final Rehearsals rehearsals;
    private final TargetOutlook target;
    private final PublicWords words;

    /**
     * @param words leaves what is personal out of letters and reasons
     */
    public ReplayPlans(LetterSelection selection, Rehearsals rehearsals, TargetOutlook target, PublicWords words) {
        this.words = words;
        this.selection = selection;
        this.rehearsals = rehearsals;
        this.target = target;
    }

    /** What the request would do now. Takes up to some seconds. */
    public ReplayPlan plan(ReplayRequest request) {
        LetterSelection.Summary summary = selection.summary(request);
        Check check = new Check(request.force());
        try (Rehearsals.Session session = rehearsals.open()) {
            selection.forEach(request, MOST_CHECKED, (letter, content) -> check.add(session, letter, content));
        }
        Optional<TargetOutlook.Limits> limits = target.limits();
        return new ReplayPlan(
                summary,
                check.checked,
                check.held,
                check.refused,
                check.reasons(),
                check.samples,
                seconds(request, summary.open(), limits),
                limits.map(known -> OptionalDouble.of(100.0 * summary.open() / known.requestsPerWindow()))
                        .orElse(OptionalDouble.empty()),
                limits.map(TargetOutlook.Limits::sentence).orElse(""));
    }

    private static OptionalLong seconds(ReplayRequest request, long letters, Optional<TargetOutlook.Limits> limits) {
        OptionalDouble slowest = DoubleStream.of(
                        request.pacing().perSecond(),
                        limits.map(TargetOutlook.Limits::requestsPerSecond).orElse(0.0))
                .filter(rate -> rate > 0)
                .min();
        return slowest.isPresent()
                ? OptionalLong.of((long) Math.ceil(letters / slowest.getAsDouble()))
                : OptionalLong.empty();
    }

    private record Reason(String example, int letters) {

        Reason plus(Reason other) {
            return new Reason(example, letters + other.letters);
        }
    }

    private final class Check {

        private final boolean force;
        /** By what they have in common; a thousand letters refused for one reason are one line. */
        private final Map<String, Reason> counts = new HashMap<>();

        private final List<ReplayPlan.Sample> samples = new ArrayList<>();
        private int checked;
        private int held;
        private int refused;

        Check(boolean force) {
            this.force = force;
        }

        void add(Rehearsals.Session session, Letter letter, LetterContent content) {
            checked++;
            boolean stale = !force && selection.isStale(letter);
            UnaryOperator<String> open = words.about(content.body(), letter.contentType());
            Optional<String> refusal = session.refusal(
                            letter.integration(), content.recordKey(), content.headers(), content.body())
                    .map(Failure::why)
                    .map(open);
            if (stale) {
                held++;
            }
            if (refusal.isPresent()) {
                refused++;
                counts.merge(Fingerprint.words(refusal.get()), new Reason(refusal.get(), 1), Reason::plus);
            }
            if (samples.size() < SAMPLES) {
                samples.add(new ReplayPlan.Sample(
                        letter.saying(open.apply(letter.what()), open.apply(letter.why())), refusal, stale));
            }
        }

        private Map<String, Integer> reasons() {
            Map<String, Integer> sorted = new LinkedHashMap<>();
            counts.values().stream()
                    .sorted(Comparator.comparingInt(Reason::letters).reversed())
                    .limit(SAMPLES)
                    .forEach(reason -> sorted.put(reason.example(), reason.letters()));
            return sorted;
        }
    }
}

package io.d365hub.deadletter;

import java.util.concurrent.TimeUnit;

/**
 * Decides what a replay job does next: how many letters it may send now, by its stage, by its rate, and by how many are under
 * way. Pure.
 */
final class Pace {

    /** More letters under way would make a cancel take more than a second: each of them comes back through its lane. */
    static final int MOST_UNDER_WAY = 2_000;

    /** A job waits until this part of what may be under way is free: many small portions would cost more than they gain. */
    private static final int PART_OF_ROOM = 4;

    /** A rest that ends later was begun by a clock that was wrong. */
    private static final long LONGEST_REST_MILLIS = 5_000;

    /** In the stage without end, fewer verdicts than this tell nothing. */
    static final int LEAST_VERDICTS = 20;

    /** Of a stage without end only about so many last verdicts count: what was long ago must not hide what happens now. */
    static final int REMEMBERED_VERDICTS = 1_000;

    /** Letters of a rate are sent in portions of this length of time. */
    private static final long PORTION_MILLIS = 200;

    private Pace() {}

    /** What to do. */
    enum Act {
        SEND,
        /** Verdicts or time must come first. */
        WAIT,
        NEXT_STAGE,
        /** Too many died again. */
        STOP
    }

    /**
     * The next step.
     *
     * @param letters most letters, when it is to send
     * @param why in words, when it stops
     */
    record Step(Act act, int letters, String why) {

        private static final Step WAIT = new Step(Act.WAIT, 0, "");
        private static final Step NEXT_STAGE = new Step(Act.NEXT_STAGE, 0, "");
    }

    static Step next(JobRow job, int mostLetters, long now) {
        if (failsTooOften(job)) {
            return new Step(Act.STOP, 0, why(job));
        }
        if (job.stageLeft() == 0) {
            return job.underWay() == 0 ? Step.NEXT_STAGE : Step.WAIT;
        }
        if (job.restUntil() > now && job.restUntil() - now <= LONGEST_REST_MILLIS) {
            return Step.WAIT;
        }
        int most = Math.max(1, Math.min(MOST_UNDER_WAY, job.room()));
        int room = most - job.underWay();
        int letters = room < Math.max(1, most / PART_OF_ROOM) ? 0 : Math.min(mostLetters, room);
        if (job.stageHasEnd()) {
            letters = Math.min(letters, job.stageLeft());
        }
        if (job.pacing().perSecond() > 0) {
            letters = Math.min(letters, nextAt(job, now) > now ? 0 : portion(job.pacing()));
        }
        return letters <= 0 ? Step.WAIT : new Step(Act.SEND, letters, "");
    }

    private static boolean failsTooOften(JobRow job) {
        int limit = job.pacing().failurePercent();
        if (limit == 100 || job.stageDead() == 0) {
            return false;
        }
        long verdicts = job.stageOk() + (long) job.stageDead();
        long of = job.stageHasEnd() ? job.pacing().stageSize(job.stage()) : verdicts;
        return (job.stageHasEnd() || verdicts >= LEAST_VERDICTS) && job.stageDead() * 100L > limit * of;
    }

    private static String why(JobRow job) {
        String where = job.stageHasEnd() ? "stage " + (job.stage() + 1) : "the last stage";
        return "It stopped by itself: of %d letters of %s that have their verdict, %d died again; more than %d %% were not to."
                .formatted(
                        job.stageOk() + job.stageDead(),
                        where,
                        job.stageDead(),
                        job.pacing().failurePercent());
    }

    private static int portion(ReplayPacing pacing) {
        return (int) Math.max(1, pacing.perSecond() * PORTION_MILLIS / 1000);
    }

    /** When the job may send after it has sent so many; a clock that was set neither stops it nor lets it run. */
    static long nextAt(JobRow job, int sent, long now) {
        int rate = job.pacing().perSecond();
        return rate == 0 ? 0 : Math.max(now, nextAt(job, now)) + TimeUnit.SECONDS.toMillis(sent) / rate;
    }

    private static long nextAt(JobRow job, long now) {
        ReplayPacing pacing = job.pacing();
        long longest = TimeUnit.SECONDS.toMillis(portion(pacing)) / pacing.perSecond() + PORTION_MILLIS;
        // Farther away than a portion takes: the clock was set back.
        return job.nextAt() - now > longest ? now : job.nextAt();
    }
}

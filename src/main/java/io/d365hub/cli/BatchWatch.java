package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows how a run goes: one line that is drawn anew in a terminal, a line every few seconds elsewhere, and at last what
 * became of its rows.
 */
final class BatchWatch {

    /** The kind of a run that writes nothing, as the admin API calls it. */
    static final String DRY_RUN = "dry run";

    private static final String TERMINAL = "hub.terminal";
    private static final int BAR = 24;
    private static final long LOOK_MILLIS = 250;
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AdminClient admin;
    private final String batch;
    private final PrintWriter out;
    private final boolean json;
    private final boolean terminal;
    private int width;

    BatchWatch(AdminClient admin, String batch, PrintWriter out, boolean json) {
        this.admin = admin;
        this.batch = batch;
        this.out = out;
        this.json = json;
        this.terminal = !json && Boolean.getBoolean(TERMINAL);
    }

    /** Until the run has ended; returns the exit code. */
    int follow(String run) throws InterruptedException {
        String path = "batches/" + AdminClient.encoded(batch) + "/runs/" + run;
        long told = System.nanoTime();
        JsonNode now = admin.get(path);
        while (now.path("state").asText().equals("running")) {
            if (terminal) {
                draw(line(now));
            } else if (!json && System.nanoTime() - told > LINE_NANOS) {
                told = System.nanoTime();
                out.println(line(now));
                out.flush();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            now = admin.get(path);
        }
        if (terminal) {
            draw("");
            out.print('\r');
        }
        return ended(now);
    }

    /** Prints how a run stands; 1 when it did not end well or rejected rows. */
    int ended(JsonNode run) {
        if (json) {
            out.println(run.toPrettyString());
        } else {
            out.println(summary(run));
            reasons(run).forEach(reason -> out.println("  " + reason));
            if (run.has("report")) {
                report(run.path("report"));
            }
        }
        String state = run.path("state").asText();
        boolean well = state.equals("completed") || state.equals("running");
        return well && run.path("rejected").asLong() == 0 ? ExitCode.OK : ExitCode.FOUND;
    }

    /** Why a run waits, has ended early, or rejected rows; what it did not delete. */
    static List<String> reasons(JsonNode run) {
        List<String> reasons = new ArrayList<>();
        for (String member : List.of("waits", "error", "remark")) {
            if (run.hasNonNull(member)) {
                String reason = run.path(member).asText();
                boolean ofARow =
                        member.equals("error") && run.path("state").asText().equals("completed");
                reasons.add(ofARow ? "The last row that was rejected: " + reason : reason);
            }
        }
        return reasons;
    }

    private String summary(JsonNode run) {
        boolean dry = run.path("kind").asText().equals(DRY_RUN);
        StringBuilder line = new StringBuilder((dry ? "Dry run of batch " : "Batch ") + batch + " "
                + run.path("state").asText().replace('_', ' ') + ":");
        line.append(" read ").append(number(run, "read"));
        for (String count : List.of("written", "unchanged", "filtered", "rejected", "parked", "deleted")) {
            if (run.path(count).asLong() > 0 || count.equals("written")) {
                String told = dry && count.equals("written") ? "to be written" : count;
                line.append(", ").append(told).append(' ').append(number(run, count));
            }
        }
        return line.append(" in ")
                .append(duration(run.path("seconds").asLong()))
                .append(". Run ")
                .append(run.path("id").asText())
                .toString();
    }

    private String line(JsonNode run) {
        StringBuilder line = new StringBuilder(batch);
        double share = run.path("share").asDouble(-1);
        if (share >= 0) {
            int filled = (int) (BAR * Math.min(1, share));
            line.append(" %s%s %3d %%".formatted("#".repeat(filled), ".".repeat(BAR - filled), (int) (share * 100)));
        }
        line.append("  ").append(number(run, "read")).append(" rows");
        line.append("  ")
                .append(grouped(Math.round(run.path("rowsPerSecond").asDouble())))
                .append(" rows/s");
        if (run.hasNonNull("secondsLeft")) {
            line.append("  ").append(duration(run.path("secondsLeft").asLong())).append(" left");
        }
        return line.append("  rejected ").append(number(run, "rejected")).toString();
    }

    private void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        out.flush();
        width = line.length();
    }

    private void report(JsonNode report) {
        out.println("  Nothing was written. " + report.path("told").asText());
        for (JsonNode kind : report.path("rows")) {
            out.println("  would be " + kind.path("outcome").asText() + ": "
                    + grouped(kind.path("count").asLong()));
            kind.path("samples").forEach(sample -> out.println("    " + sample));
        }
    }

    private static String number(JsonNode run, String member) {
        return grouped(run.path(member).asLong());
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
                        : "%d h %02d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }
}

package io.d365hub.cli;

import java.io.PrintWriter;

/** A bar on one line of the terminal; nothing at all where the output is no terminal. */
final class ProgressBar {

    private static final int WIDTH = 40;

    private final PrintWriter out;
    private final long total;
    private int shownPercent = -1;
    private String shownWhat = "";

    /**
     * A bar that counts to {@code total}.
     *
     * @param terminal where to draw, null where there is none
     */
    ProgressBar(PrintWriter terminal, long total) {
        this.out = terminal;
        this.total = Math.max(1, total);
    }

    void show(String what, long done) {
        int percent = (int) Math.min(100, 100 * done / total);
        if (out == null || (percent == shownPercent && what.equals(shownWhat))) {
            return;
        }
        shownPercent = percent;
        shownWhat = what;
        int filled = WIDTH * percent / 100;
        out.print("\r%-9s %s%s %3d %%".formatted(what, "#".repeat(filled), ".".repeat(WIDTH - filled), percent));
        out.flush();
    }

    void clear() {
        if (out != null) {
            out.print("\r" + " ".repeat(WIDTH + 20) + "\r");
            out.flush();
        }
    }
}

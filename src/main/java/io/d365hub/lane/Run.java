package io.d365hub.lane;

/**
 * Rows of one record key that are under way at the same time, one behind the other: the target keeps their order, and
 * leaves alone those behind a row that it failed at. Used by the lane's thread only.
 */
final class Run {

    /** What one request of a target takes, and as much again that gathers meanwhile. */
    private static final int MOST_ROWS = 200;

    final OrderedTarget.Line line;

    /** The row that was started last. */
    Row last;

    /** Started and not judged. */
    private int rows;

    /** Of these, how many the route is not done with. */
    private int underWay;

    private boolean ended;

    Run(OrderedTarget.Line line) {
        this.line = line;
    }

    void started(Row row) {
        last = row;
        rows++;
        underWay++;
    }

    /** The route is done with one of the rows. */
    void back() {
        underWay--;
    }

    boolean allAreBack() {
        return underWay == 0;
    }

    /** One of the rows is judged, or will be started anew. */
    void left() {
        rows--;
    }

    /** Nothing more is started in it. */
    void end() {
        ended = true;
    }

    /** The row that may be started next if circumstances allow; null when there is none. */
    Row next() {
        return !ended && rows > 0 && rows < MOST_ROWS && last.inLine ? last.next : null;
    }
}

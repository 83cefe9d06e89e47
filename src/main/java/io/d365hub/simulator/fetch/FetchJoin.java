package io.d365hub.simulator.fetch;

import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.function.Predicate;

/** Joins the partners of all links to a row, one after another. */
final class FetchJoin {

    private final List<FetchLink> links;

    /** Joins in this order; a link's parent comes before it. */
    FetchJoin(List<FetchLink> links) {
        this.links = links;
    }

    /**
     * Gives every joined row to {@code taker}, always in the same array, until it says false.
     *
     * @param joined with the rows of all parents in it
     * @return false when the taker did
     */
    boolean each(Row[] joined, Predicate<Row[]> taker) {
        return each(0, joined, taker);
    }

    private boolean each(int at, Row[] joined, Predicate<Row[]> taker) {
        if (at == links.size()) {
            return taker.test(joined);
        }
        FetchLink link = links.get(at);
        int place = link.source().index();
        boolean found = false;
        for (Row row : link.partners(joined)) {
            joined[place] = row;
            if (link.source().accepts(joined)) {
                found = true;
                if (!each(at + 1, joined, taker)) {
                    return false;
                }
                if (link.kind() == FetchLink.Kind.FIRST) {
                    break;
                }
            }
        }
        joined[place] = null;
        return found || link.kind() != FetchLink.Kind.OUTER || each(at + 1, joined, taker);
    }

    /** Whether there is a joined row. */
    boolean exists(Row[] joined) {
        boolean found = !each(joined, row -> false);
        for (FetchLink link : links) {
            joined[link.source().index()] = null;
        }
        return found;
    }
}

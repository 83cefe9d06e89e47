package io.d365hub.lane;

import org.apache.camel.Exchange;
import org.apache.camel.Route;

/**
 * The last step of a route, when it can keep messages of one record key in order by itself. A lane then starts later
 * messages of a key before the earlier ones have their verdicts, so that they can travel together. Thread-safe.
 */
public interface OrderedTarget {

    /** No route ends with such a step: each message of a key starts after the verdict of the one before it. */
    OrderedTarget NONE = new OrderedTarget() {
        @Override
        public boolean ends(Route route) {
            return false;
        }

        @Override
        public Line line() {
            throw new UnsupportedOperationException("No route ends with an ordered target.");
        }
    };

    /**
     * Whether the route ends with such a step, and no step before it reads or changes anything but the exchange: what the
     * others do would come too early. Asked once for each start of a lane's route.
     */
    boolean ends(Route route);

    /** A new line. */
    Line line();

    /**
     * Messages of one record key, one behind the other. The target works them in this order. Once it has failed at one, it
     * does not touch those behind it any more, whether it has them already or gets them later: their exchanges fail.
     */
    interface Line {

        /**
         * Gives the exchange the next place, before its route starts.
         *
         * @param inLine called by the target, on any thread and at most once, when the message stands in line: whatever gets
         *     a place from now on will stand behind it
         */
        void add(Exchange exchange, Runnable inLine);
    }
}

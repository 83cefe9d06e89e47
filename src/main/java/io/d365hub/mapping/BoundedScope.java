package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * The variables of one run of a JSLT mapping, which gives the run up when it has computed too long. JSLT has no loops without end; what
 * can go on for ever is recursion, and each call of a function comes by here. For one thread.
 */
final class BoundedScope extends Scope {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** Asking for the time costs as much as some calls do. */
    private static final int CALLS_BETWEEN_LOOKS = 1 << 14;

    private final String mapping;
    private final Duration limit;
    private int calls;
    private long cpuAtFirstLook = -1;

    private BoundedScope(int frame, String mapping, Duration limit) {
        super(frame);
        this.mapping = mapping;
        this.limit = limit;
    }

    /**
     * Applies a mapping that takes no variables.
     *
     * @param name what its author calls it, with or without {@code file:}
     * @param limit most processor time
     * @throws EndlessMappingException when it has taken more
     */
    static JsonNode apply(Expression mapping, JsonNode input, String name, Duration limit) {
        return mapping instanceof ExpressionImpl compiled
                ? compiled.apply(new BoundedScope(compiled.getStackFrameSize(), name, limit), input)
                : mapping.apply(input);
    }

    @Override
    public void enterFunction(int frame) {
        super.enterFunction(frame);
        if (++calls % CALLS_BETWEEN_LOOKS == 0) {
            look();
        }
    }

    private void look() {
        long now = THREADS.getCurrentThreadCpuTime();
        if (cpuAtFirstLook < 0) {
            cpuAtFirstLook = now;
        } else if (now - cpuAtFirstLook > limit.toNanos()) {
            throw EndlessMappingException.givenUp(mapping.replaceFirst("^file:", ""), limit);
        }
    }
}

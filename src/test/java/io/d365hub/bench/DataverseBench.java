package io.d365hub.bench;

import java.util.List;

/** {@code bench/dataverse}: all figures of the way to Dataverse in one run. */
public final class DataverseBench {

    private static final double SCALED_WINDOW_SECONDS = 30;
    private static final double TRUE_WINDOW_SECONDS = 300;

    private DataverseBench() {}

    /** @param arguments the parts to run, all but {@code true-window} when there are none */
    public static void main(String[] arguments) throws Exception {
        List<String> parts = List.of(arguments);
        boolean all = parts.isEmpty();
        try (SimulatorControl simulator = new SimulatorControl()) {
            if (all || parts.contains("client")) {
                ClientBench.alone();
            }
            if (all || parts.contains("bad-row")) {
                ClientBench.badRow(simulator);
                HubBench.badRow(simulator);
            }
            if (all || parts.contains("idle")) {
                HubBench.idle(simulator);
            }
            if (all || parts.contains("push")) {
                HubBench.push(simulator);
            }
            if (all || parts.contains("live")) {
                ClientBench.live(simulator);
            }
            if (all || parts.contains("limits")) {
                new LimitsBench(simulator, SCALED_WINDOW_SECONDS).run();
            }
            if (parts.contains("true-window")) {
                new LimitsBench(simulator, TRUE_WINDOW_SECONDS).run();
            }
        }
        System.exit(0);
    }
}

package io.d365hub.simulator;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Runs a simulator alone, until the process is told to end. */
public final class SimulatorMain {

    private SimulatorMain() {}

    /**
     * Starts, says where it is and how to use it, and waits until the thread is interrupted or the JVM shuts down.
     *
     * @param out where the ready block is printed
     * @throws IllegalStateException when it cannot bind its port
     */
    public static void run(SimulatorSettings settings, PrintStream out) {
        Simulator simulator = Simulator.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-stop"));
        out.print(ready(simulator, settings));
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            simulator.close();
        }
    }

    private static String ready(Simulator simulator, SimulatorSettings settings) {
        return String.format(
                """
                The Dataverse simulator is ready.
                  Web API     %1$s/api/data/v9.2/
                  token       %2$s
                  controls    %1$s/_simulator/   (docs/simulator.md)
                  client ids  %3$s
                Try:
                  curl -s -d grant_type=client_credentials -d client_id=<id> -d client_secret=<secret> \\
                       -d scope=%1$s/.default %2$s
                  curl -s %1$s/_simulator/statistics
                """,
                simulator.url(),
                simulator.tokenUrl(),
                String.join(", ", settings.clients().keySet()));
    }

    /** Starts with the defaults; the port may be given as the only argument. */
    public static void main(String[] arguments) {
        SimulatorSettings settings = SimulatorSettings.defaults();
        run(arguments.length == 0 ? settings : settings.withPort(Integer.parseInt(arguments[0])), System.out);
    }
}

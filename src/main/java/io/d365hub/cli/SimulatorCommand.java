package io.d365hub.cli;

import io.d365hub.DataverseSimulator;
import io.d365hub.Settings;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub simulator}: the stand-in for Dataverse alone. */
@Command(
        name = "simulator",
        description = "Starts the Dataverse simulator alone; Ctrl-C stops it.",
        mixinStandardHelpOptions = true)
final class SimulatorCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "Port; 0: any free one (default: hub.simulator.port).")
    private Integer port;

    @Option(
            names = "--limits",
            paramLabel = "documented|none",
            defaultValue = DataverseSimulator.DOCUMENTED,
            description = "Service protection limits (default: ${DEFAULT-VALUE}).")
    private String limits;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = hub.settings();
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopAsked = new CountDownLatch(1);
        try (Simulator simulator =
                DataverseSimulator.start(settings, port == null ? settings.port("hub.simulator.port") : port, limits)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stopAsked.countDown();
                                Runtime.getRuntime().halt(ExitCode.OK);
                            },
                            "simulator-stop"));
            String url = "http://" + settings.text("hub.simulator.host") + ":" + simulator.port();
            out.println("Ready. A sample company is in " + url + "/api/data/v9.2/");
            out.println("  Token endpoint  " + url + "/" + SimulatorSettings.DEFAULT_TENANT_ID + "/oauth2/v2.0/token");
            out.println("  Client id       " + SimulatorSettings.DEFAULT_CLIENT_ID);
            out.println("  Client secret   " + SimulatorSettings.DEFAULT_CLIENT_SECRET);
            out.println("  Control         " + url + "/_simulator/statistics   (docs/simulator.md)");
            out.flush();
            stopAsked.await();
        }
        return ExitCode.OK;
    }
}

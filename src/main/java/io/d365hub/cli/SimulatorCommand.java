package io.d365hub.cli;

import io.d365hub.DataverseSimulator;
import io.d365hub.Settings;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.http.Tls;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to bind (default: hub.simulator.host). The controls ask for no key.")
    private String host;

    @Option(
            names = "--limits",
            paramLabel = "documented|none",
            defaultValue = DataverseSimulator.DOCUMENTED,
            description = "Service protection limits (default: ${DEFAULT-VALUE}).")
    private String limits;

    @Option(
            names = "--servers",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Web servers; each keeps the limits for itself (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(
            names = "--latency",
            paramLabel = "REQUEST[,ROW]",
            defaultValue = "0",
            split = ",",
            hideParamSyntax = true,
            description = "Milliseconds that each request takes, and each row of it (default: ${DEFAULT-VALUE}).")
    private double[] latency;

    @Option(
            names = "--seed",
            paramLabel = "sample|empty",
            defaultValue = "sample",
            description = "Rows at the start: a sample company, or only users and currencies (default:"
                    + " ${DEFAULT-VALUE}).")
    private String seed;

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description = "Keeps tables and rows in this file over a restart (default: memory alone).")
    private Path file;

    @Option(
            names = "--tokens",
            paramLabel = "issued|any",
            defaultValue = "issued",
            description =
                    "Which bearer tokens are taken: those of its token endpoint, or any text, each as a user of its"
                            + " own (default: ${DEFAULT-VALUE}).")
    private String tokens;

    @Option(
            names = "--tls",
            paramLabel = "KEYSTORE",
            description = "Speaks HTTPS with the key in this PKCS #12 file (default: plain HTTP).")
    private Path tls;

    @Option(
            names = "--tls-password",
            paramLabel = "TEXT",
            defaultValue = "changeit",
            description = "Password of the file of --tls (default: ${DEFAULT-VALUE}).")
    private String tlsPassword;

    @Option(
            names = "--clock",
            paramLabel = "INSTANT",
            description = "Time at the start, such as 2026-03-01T12:00:00Z (default: now); it goes on from there.")
    private String clock;

    @Override
    public Integer call() throws InterruptedException {
        SimulatorSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopAsked = new CountDownLatch(1);
        try (Simulator simulator = DataverseSimulator.start(settings)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                simulator.close();
                                stopAsked.countDown();
                                Runtime.getRuntime().halt(ExitCode.OK);
                            },
                            "simulator-stop"));
            String url = simulator.url().toString();
            out.println(
                    (settings.seed() == SimulatorSettings.Seed.SAMPLE ? "Ready. A sample company" : "Ready. No company")
                            + " is in " + url + "/api/data/v9.2/");
            out.println("  Token endpoint  " + simulator.tokenUrl());
            out.println("  Client id       " + SimulatorSettings.DEFAULT_CLIENT_ID);
            out.println("  Client secret   " + SimulatorSettings.DEFAULT_CLIENT_SECRET);
            out.println("  Control         " + url + "/_simulator/statistics   (docs/simulator.md)");
            out.flush();
            stopAsked.await();
        }
        return ExitCode.OK;
    }

    private SimulatorSettings settings() {
        Settings settings = hub.settings();
        try {
            SimulatorSettings simulator = SimulatorSettings.defaults()
                    .withHost(host == null ? settings.text("hub.simulator.host") : host)
                    .withPort(port == null ? settings.port("hub.simulator.port") : port)
                    .withLimits(DataverseSimulator.limits(oneOf("--limits", limits, "documented", "none")))
                    .withWebServers(servers)
                    .withFile(file)
                    .withTokenMode(SimulatorSettings.TokenMode.valueOf(
                            oneOf("--tokens", tokens, "issued", "any").toUpperCase(java.util.Locale.ROOT)))
                    .withTls(tls == null ? null : new Tls(tls.toAbsolutePath(), tlsPassword))
                    .withLatency(new Latency(latency[0], latency.length > 1 ? latency[1] : 0))
                    .withSeed(SimulatorSettings.Seed.valueOf(
                            oneOf("--seed", seed, "sample", "empty").toUpperCase(java.util.Locale.ROOT)));
            return clock == null ? simulator : simulator.withClock(startingAt(Instant.parse(clock)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(), "--clock is '" + clock + "'; give an instant such as 2026-03-01T12:00:00Z.", e);
        }
    }

    private String oneOf(String option, String value, String first, String second) {
        if (!value.equals(first) && !value.equals(second)) {
            throw new ParameterException(
                    spec.commandLine(), option + " is '" + value + "'; give " + first + " or " + second + ".");
        }
        return value;
    }

    private static InstantSource startingAt(Instant start) {
        InstantSource system = InstantSource.system();
        Duration ahead = Duration.between(system.instant(), start);
        return () -> system.instant().plus(ahead);
    }
}

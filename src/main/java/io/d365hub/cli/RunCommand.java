package io.d365hub.cli;

import io.d365hub.HubServer;
import io.d365hub.RoutesRefusedException;
import io.d365hub.Settings;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub run}: starts the hub and stays until it is asked to stop. */
@Command(
        name = "run",
        description = "Starts the hub; Ctrl-C lets work under way finish and stops it.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = hub.settings();
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopAsked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(ExitCode.OK);
        AtomicBoolean started = new AtomicBoolean();
        // Before the start, so that a stop that is asked for meanwhile is one in good order, too.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopAsked.countDown();
                            awaitQuietly(stopped);
                            if (started.get()) {
                                // The virtual machine would end with the number of the signal; a stop that was asked
                                // for
                                // is no error.
                                Runtime.getRuntime().halt(exitCode.get());
                            }
                        },
                        "hub-stop"));
        HubServer server;
        try {
            server = HubServer.start(settings, failure -> {
                exitCode.set(ExitCode.ENVIRONMENT);
                stopAsked.countDown();
            });
            started.set(true);
        } catch (RoutesRefusedException e) {
            e.findings().forEach(finding -> spec.commandLine().getErr().println(finding));
            throw new CommandFailedException(
                    ExitCode.FOUND, "The hub was not started: " + e.findings().size() + " findings in its routes.");
        } finally {
            if (!started.get()) {
                stopped.countDown();
            }
        }
        out.println(ReadyBlock.text(
                settings, server, ManagementFactory.getRuntimeMXBean().getUptime()));
        out.flush();
        stopAsked.await();
        if (exitCode.get() != ExitCode.OK) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "The hub stops: its broker has stopped, because its disk or journal failed. Nothing that was"
                                    + " acknowledged is lost. Mend the disk of the data folder, then start the hub again.");
        }
        server.close();
        out.println("Stopped. What was queued is kept for the next start.");
        out.flush();
        LogManager.shutdown();
        stopped.countDown();
        return exitCode.get();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

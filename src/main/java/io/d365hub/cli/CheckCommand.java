package io.d365hub.cli;

import io.d365hub.DataverseTables;
import io.d365hub.RouteCheck;
import io.d365hub.Settings;
import io.d365hub.VirtualTableCheck;
import io.d365hub.check.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub check}: finds mistakes in routes, kamelets, mappings and virtual tables without starting anything. */
@Command(
        name = "check",
        description = "Finds mistakes in routes, kamelets, mappings and virtual tables without starting the hub.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    /** For each answer of Dataverse about its tables and keys. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = hub.settings();
        List<Finding> findings;
        Optional<String> notAsked;
        try (DataverseTables target = DataverseTables.of(settings, PATIENCE)) {
            findings = new ArrayList<>(
                    new RouteCheck(settings.home(), Path.of(settings.text("hub.routes"))).thorough(Map.of(), target));
            findings.addAll(VirtualTableCheck.findings(settings));
            notAsked = target.outOfReach();
        }
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(AdminClient.JSON.valueToTree(findings).toPrettyString());
        } else {
            notAsked.ifPresent(reason -> spec.commandLine().getErr().println("Note: " + reason));
            findings.forEach(finding -> spec.commandLine().getOut().println(finding));
            spec.commandLine().getOut().println(findings.isEmpty() ? "No findings." : findings.size() + " findings.");
        }
        return findings.isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }
}

package io.d365hub.cli;

import io.d365hub.BusCheck;
import io.d365hub.DataverseTables;
import io.d365hub.HubStartException;
import io.d365hub.RouteCases;
import io.d365hub.RouteCheck;
import io.d365hub.Settings;
import io.d365hub.SettingsFileCheck;
import io.d365hub.VirtualTableCheck;
import io.d365hub.WebhookFiles;
import io.d365hub.check.Finding;
import io.d365hub.check.SarifReport;
import java.io.IOException;
import java.nio.file.Files;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub check}: finds mistakes in routes, kamelets, mappings and virtual tables without starting anything. */
@Command(
        name = "check",
        description =
                "Finds mistakes in settings, routes, kamelets, mappings, virtual tables and webhooks without starting the hub.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    /** For each answer of Dataverse about its tables and keys. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** In development Dataverse is the simulator, which a running hub has. */
    private static final String NO_HUB_RUNS =
            "Tables, columns and keys were not checked, since no hub runs here and so no simulated"
                    + " Dataverse. Start './hub run' and check again.";

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "Only what is wrong in this file or folder; the whole tree is read all the same.")
    private Path path;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Option(names = "--sarif", paramLabel = "FILE", description = "Write the findings as SARIF 2.1.0 as well.")
    private Path sarif;

    @Override
    public Integer call() {
        Settings settings = hub.settingsWithProblems();
        List<Finding> findings = new ArrayList<>(SettingsFileCheck.findings(settings));
        Optional<String> note = Optional.empty();
        try {
            note = lookAt(settings, findings);
        } catch (HubStartException e) {
            if (findings.isEmpty()) {
                throw e;
            }
            // Because of what is told already.
        }
        if (path != null) {
            Path wanted = checked(settings, path);
            findings.removeIf(finding -> !settings.home()
                    .resolve(finding.file())
                    .toAbsolutePath()
                    .normalize()
                    .startsWith(wanted));
        }
        if (sarif != null) {
            write(SarifReport.of(findings).toPrettyString());
        }
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(AdminClient.JSON.valueToTree(findings).toPrettyString());
        } else {
            note.ifPresent(reason -> spec.commandLine().getErr().println("Note: " + reason));
            findings.forEach(finding -> spec.commandLine().getOut().println(finding));
            spec.commandLine()
                    .getOut()
                    .println(findings.isEmpty() ? "No findings." : Counted.of(findings.size(), "finding") + ".");
        }
        return findings.isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }

    /** What is wrong beside the settings; returns what is to be known of how it was found. */
    private static Optional<String> lookAt(Settings settings, List<Finding> findings) {
        try (DataverseTables target = DataverseTables.of(settings, PATIENCE)) {
            findings.addAll(RouteCheck.of(settings).thorough(Map.of(), target));
            findings.addAll(VirtualTableCheck.findings(settings));
            findings.addAll(WebhookFiles.findings(settings));
            findings.addAll(BusCheck.findings(settings));
            findings.addAll(RouteCases.findings(settings.home()));
            return target.outOfReach()
                    .map(why -> settings.development() ? NO_HUB_RUNS : why)
                    .or(() -> target.answeredFromFiles()
                            .map(at -> "Dataverse does not answer; tables and columns are those of " + at + "."));
        }
    }

    /** "No findings" of what nobody has looked at would be a lie. */
    private static Path checked(Settings settings, Path path) {
        Path wanted = settings.home().resolve(path).toAbsolutePath().normalize();
        if (!Files.exists(wanted)) {
            throw new CommandFailedException(ExitCode.USAGE, "There is no file or folder '" + path + "'.");
        }
        List<String> places = List.of(
                settings.text("hub.routes"),
                "transformations",
                settings.text("hub.virtual.folder"),
                settings.text("hub.webhook.folder"),
                settings.text("hub.plugins"),
                "config",
                settings.file().toString());
        if (places.stream()
                .map(place -> settings.home().resolve(place).toAbsolutePath().normalize())
                .noneMatch(place -> wanted.startsWith(place) || place.startsWith(wanted))) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "Nothing in '" + path + "' is checked. Name a file or folder in "
                            + String.join(", ", places.stream().distinct().toList())
                            + ", or none for all.");
        }
        return wanted;
    }

    private void write(String report) {
        try {
            Files.writeString(sarif, report + "\n");
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "'" + sarif + "' cannot be written: " + e + ".");
        }
    }
}

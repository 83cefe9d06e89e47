package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubBackups;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub backup}: broker and database of one moment. */
@Command(
        name = "backup",
        description = "Takes broker and database of one moment into a folder, whether the hub runs or not.",
        footer =
                "%nMessages and keys are in a backup: keep it as you keep the hub's data. './hub restore --check DIR' reads it.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    /** Many gigabytes are copied in the request. */
    private static final Duration LONGEST = Duration.ofHours(12);

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A new or empty folder, on the hub's machine.")
    private Path folder;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.", defaultValue = "")
    private String reason;

    @Option(names = "--json", description = "Print manifest and what is still to do as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        HubBackups backups = new HubBackups(hub.settings());
        Path absolute = folder.toAbsolutePath().normalize();
        JsonNode taken = backups.hubRuns()
                ? new AdminClient(hub)
                        .post(
                                "backups",
                                AdminClient.JSON
                                        .createObjectNode()
                                        .put("folder", absolute.toString())
                                        .put("reason", reason),
                                LONGEST)
                : offline(backups, absolute, new HubBackups.Actor(hub.operator(), reason));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(taken.toPrettyString());
            return ExitCode.OK;
        }
        JsonNode manifest = taken.path("manifest");
        out.printf(
                "Backup %s is in %s.%n",
                manifest.path("id").asText(), taken.path("folder").asText());
        out.printf(
                "  taken    %s, while the hub %s%n",
                manifest.path("takenAt").asText(), manifest.path("whileRunning").asBoolean() ? "ran" : "did not run");
        out.printf("  files    %d%n", manifest.path("files").size());
        BackupText.figures(manifest, out);
        taken.path("todo").forEach(sentence -> out.println(sentence.asText()));
        return ExitCode.OK;
    }

    private static JsonNode offline(HubBackups backups, Path folder, HubBackups.Actor who) {
        HubBackups.Taken taken = backups.take(folder, who);
        try {
            var answer = AdminClient.JSON.createObjectNode().put("folder", taken.folder());
            answer.set("manifest", AdminClient.JSON.readTree(taken.manifest().json()));
            taken.todo().forEach(answer.putArray("todo")::add);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

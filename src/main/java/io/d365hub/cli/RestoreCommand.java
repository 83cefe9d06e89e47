package io.d365hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.HubBackups;
import io.d365hub.backup.BackupManifest;
import io.d365hub.backup.DatabaseFit;
import io.d365hub.backup.Restore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub restore}: a backup takes the place of the data folder. */
@Command(
        name = "restore",
        description = "Checks a backup and puts it in the place of the data folder. The hub must not run.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "What './hub backup' wrote.")
    private Path folder;

    @Option(names = "--check", description = "Only reads the backup and says whether it is whole and fits.")
    private boolean check;

    @Option(names = "--replace", description = "Moves aside what is in the data folder, and in PostgreSQL.")
    private boolean replace;

    @Option(names = "--accept-mismatch", description = "Also with a database that is not of the moment of the backup.")
    private boolean acceptMismatch;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.", defaultValue = "")
    private String reason;

    @Option(names = "--json", description = "Print what was found and done as JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Restore.Done done = new HubBackups(hub.settings())
                .restore(
                        folder.toAbsolutePath().normalize(),
                        new HubBackups.Actor(hub.operator(), reason),
                        check,
                        replace,
                        acceptMismatch);
        if (json) {
            printJson(done);
        } else {
            print(done);
        }
        boolean fits = done.fit() == DatabaseFit.SAME || done.fit() == DatabaseFit.EMPTY;
        return check && !fits ? ExitCode.FOUND : ExitCode.OK;
    }

    private void printJson(Restore.Done done) throws JsonProcessingException {
        ObjectNode answer = AdminClient.JSON
                .createObjectNode()
                .put("restored", !check)
                .put("fit", done.fit().name());
        done.fit().sentences().forEach(answer.putArray("meaning")::add);
        answer.put("migration", done.migration().orElse(null));
        answer.put("aside", done.aside().map(Path::toString).orElse(null));
        answer.put("asideSchema", done.asideSchema().orElse(null));
        answer.set("manifest", AdminClient.JSON.readTree(done.manifest().json()));
        spec.commandLine().getOut().println(answer.toPrettyString());
    }

    private void print(Restore.Done done) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        BackupManifest manifest = done.manifest();
        out.printf(
                "Backup %s of %s, by hub %s, is %s.%n",
                manifest.id(), manifest.takenAt(), manifest.hubVersion(), check ? "whole" : "restored");
        BackupText.figures(AdminClient.JSON.readTree(manifest.json()), out);
        done.fit().sentences().forEach(out::println);
        done.migration().ifPresent(out::println);
        done.asideSchema()
                .ifPresent(schema -> out.println("The tables that were there before lie in schema " + schema
                        + " of the database; drop it when nobody needs it any more."));
        done.aside().ifPresent(aside -> out.println("What was there before lies in " + aside + "."));
        if (check) {
            return;
        }
        out.println(
                "Messages that were queued then are delivered again once the hub starts, also where they were delivered"
                        + " since: an upsert takes a row back to that state until newer messages come.");
        out.println("Messages that were accepted since are not in it: their senders have to send them again.");
        out.println("Start it with './hub run'.");
    }
}

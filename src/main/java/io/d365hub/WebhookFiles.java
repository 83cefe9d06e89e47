package io.d365hub;

import io.d365hub.check.Finding;
import io.d365hub.webhook.subscription.DeclarationMistake;
import io.d365hub.webhook.subscription.DeclaredSubscriptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that declare subscriptions to webhooks: checks them, and has them read again when they have changed. A file counts as
 * changed when it has not changed again for one look. Used by one thread.
 */
public final class WebhookFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookFiles.class);

    private final Path folder;
    private final Path home;
    private final Supplier<List<DeclarationMistake>> reading;
    private Map<Path, String> inUse;
    private Map<Path, String> seen;
    private volatile List<Finding> findings = List.of();

    /**
     * Of a running hub, which has read the files just now.
     *
     * @param reading reads them again and uses what is right; tells what is not
     */
    WebhookFiles(Settings settings, Supplier<List<DeclarationMistake>> reading) {
        this.folder = settings.path("hub.webhook.folder");
        this.home = settings.home();
        this.reading = reading;
        this.inUse = contents();
        this.seen = inUse;
    }

    /** What is wrong in the files, without using them. */
    public static List<Finding> findings(Settings settings) {
        return DeclaredSubscriptions.mistakesIn(settings.path("hub.webhook.folder")).stream()
                .map(mistake -> finding(settings.home(), mistake))
                .toList();
    }

    private static Finding finding(Path home, DeclarationMistake mistake) {
        Path file = mistake.file().toAbsolutePath().normalize();
        Path root = home.toAbsolutePath().normalize();
        // What is wrong comes first; the rest says how to mend it.
        String[] sentences = mistake.sentences().split("(?<=[.]) ", 2);
        return new Finding(
                file.startsWith(root) ? root.relativize(file) : file,
                mistake.line(),
                mistake.column(),
                sentences[0],
                "",
                sentences.length > 1 ? sentences[1] : "See docs/patterns/webhook-out.md.",
                "webhook-files");
    }

    /** Reads them again if they have changed. */
    void look() {
        Map<Path, String> now = contents();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(inUse)) {
            return;
        }
        List<Finding> wrong =
                reading.get().stream().map(mistake -> finding(home, mistake)).toList();
        inUse = now;
        wrong.stream()
                .filter(finding -> !findings.contains(finding))
                .forEach(finding -> LOG.warn("Not reloaded, the version before goes on running. {}", finding));
        findings = wrong;
        LOG.info("Read again: the subscriptions to webhooks in {}.", folder);
    }

    /** What is wrong in files that have changed. */
    List<Finding> findings() {
        return findings;
    }

    private Map<Path, String> contents() {
        Map<Path, String> contents = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return contents;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in the middle of a change; the next look sees more
        }
    }
}

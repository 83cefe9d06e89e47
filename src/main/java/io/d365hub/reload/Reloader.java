package io.d365hub.reload;

import io.d365hub.check.Finding;
import io.d365hub.reload.LiveRoutes.RefusedException;
import io.d365hub.reload.SourceFile.Kind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ResourceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changed files and has the running routes replaced once they are right. {@link #look} is to be called again and again,
 * by one thread; {@link #status} may be asked by any.
 */
public final class Reloader {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    /** After so many looks, none of which found the files as the one before, what is there is taken as it is. */
    private static final int MOST_RESTLESS = 20;

    private final SourceFolders folders;
    private final SourceLooks looks;
    private final Inspection inspection;
    private final OpenDoors doors;
    private final InstantSource clock;
    private LiveRoutes live;

    private SourceTree running = SourceTree.EMPTY;
    private SourceTree latest = SourceTree.EMPTY;
    private SourceTree judged = SourceTree.EMPTY;
    private List<Refusal> refused = List.of();
    private int restless;
    private volatile ReloadStatus status = ReloadStatus.NONE;

    /** Files that no check found fault with, and that do not start. */
    private record Refusal(Set<Path> files, SourceTree wanted, Finding finding) {}

    /** One that knows of no routes yet. */
    public Reloader(SourceFolders folders, Inspection inspection, OpenDoors doors, InstantSource clock) {
        this.folders = folders;
        this.looks = new SourceLooks(folders);
        this.inspection = inspection;
        this.doors = doors;
        this.clock = clock;
    }

    /**
     * Remembers the files as they are: this is what the hub starts with. To be called before the routes are read.
     *
     * @param context reads files that routes name from now on as they were checked
     */
    public void begin(CamelContext context) {
        running = looks.look();
        latest = running;
        judged = running;
        CheckedResources resources = new CheckedResources(context);
        running.files().values().forEach(resources::put);
        context.getCamelContextExtension().addContextPlugin(ResourceLoader.class, resources);
        live = new CamelRoutes(context, folders.home(), doors, resources);
    }

    public ReloadStatus status() {
        return status;
    }

    /** Looks at the files; replaces what has changed and has not changed again since the last look. Blocks while routes drain. */
    public void look() {
        SourceTree now = looks.look();
        boolean settled = latest.changesTo(now).isEmpty();
        latest = now;
        restless = settled ? 0 : restless + 1;
        if ((settled || restless >= MOST_RESTLESS) && !judged.changesTo(now).isEmpty()) {
            restless = 0;
            judge(now);
        }
    }

    private void judge(SourceTree wanted) {
        Set<Path> changed = running.changesTo(wanted);
        Set<Path> restart = new TreeSet<>();
        changed.stream()
                .filter(name -> running.kind(name, wanted) == Kind.START)
                .forEach(restart::add);
        changed.removeAll(restart);
        List<Finding> atStart = restart.isEmpty() ? List.of() : inspection.atStart(restart);
        List<Finding> findings = new ArrayList<>(changed.isEmpty() ? List.of() : inspection.findings(changed));
        if (!wanted.changesTo(looks.look()).isEmpty()) {
            return; // changed under the eyes of the inspection: the next look takes it up again
        }
        judged = wanted;
        Set<Path> heldBack = Together.heldBack(changed, findings, running, wanted);
        Set<Path> right = new TreeSet<>(changed);
        right.removeAll(heldBack);
        List<Refusal> refusals = new ArrayList<>();
        for (Set<Path> group : Together.groups(right, running, wanted)) {
            refusal(group, wanted).or(() -> replace(group, wanted)).ifPresent(refusals::add);
        }
        refused = List.copyOf(refusals);
        Set<Path> waiting = new TreeSet<>(heldBack);
        refused.forEach(refusal -> {
            findings.add(refusal.finding());
            waiting.addAll(refusal.files());
        });
        findings.addAll(atStart);
        atStart.forEach(finding -> restart.remove(finding.file()));
        tell(findings, waiting, restart);
    }

    /** The answer that these files have already had: a start is not tried again with the same text. */
    private Optional<Refusal> refusal(Set<Path> group, SourceTree wanted) {
        return refused.stream()
                .filter(before -> before.files().equals(group))
                .filter(before -> before.wanted().changesTo(wanted).stream().noneMatch(group::contains))
                .findFirst();
    }

    /** Empty when the files are in use now. */
    private Optional<Refusal> replace(Set<Path> group, SourceTree wanted) {
        try {
            live.replace(Replacement.of(group, running, wanted));
        } catch (RefusedException e) {
            LOG.debug("The new version was taken back", e);
            return Optional.of(new Refusal(group, wanted, e.finding()));
        }
        running = running.with(group, wanted);
        status = status.replaced(clock.instant());
        tellReplaced(group, wanted);
        return Optional.empty();
    }

    private static void tellReplaced(Set<Path> group, SourceTree wanted) {
        Set<Path> there = new TreeSet<>(group);
        there.retainAll(wanted.files().keySet());
        Set<Path> gone = new TreeSet<>(group);
        gone.removeAll(there);
        if (!there.isEmpty()) {
            LOG.info("Reloaded: {}.", names(there));
        }
        if (!gone.isEmpty()) {
            LOG.info("Deleted, and out of use: {}.", names(gone));
        }
    }

    private void tell(List<Finding> findings, Set<Path> waiting, Set<Path> restart) {
        findings.sort(Comparator.naturalOrder());
        findings.stream()
                .filter(finding -> !status.findings().contains(finding))
                .forEach(finding -> LOG.warn("Not reloaded, the version before goes on running. {}", finding));
        findings.forEach(finding -> waiting.remove(finding.file().normalize()));
        if (!restart.isEmpty() && !status.restart().containsAll(restart)) {
            LOG.warn("Restart needed: {} has changed, which is read at the start only.", names(restart));
        }
        status = status.told(findings, List.copyOf(waiting), List.copyOf(restart));
    }

    private static String names(Set<Path> files) {
        return String.join(", ", files.stream().map(Path::toString).toList());
    }
}

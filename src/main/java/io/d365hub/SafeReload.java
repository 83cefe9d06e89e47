package io.d365hub;

import io.d365hub.check.Finding;
import io.d365hub.failure.FatalErrors;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.reload.Inspection;
import io.d365hub.reload.OpenDoors;
import io.d365hub.reload.ReloadStatus;
import io.d365hub.reload.Reloader;
import io.d365hub.reload.SourceFolders;
import io.d365hub.webhook.event.Subscriptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads routes, kamelets and mappings of the running hub when their files change ({@code hub.reload}). Thread-safe. */
final class SafeReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SafeReload.class);

    /** A change is acted upon when the files look the same twice. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final boolean on;
    private volatile Supplier<List<Finding>> others = List::of;
    private final Reloader reloader;
    /** What was said last about looks that failed: once is enough. */
    private String told = "";

    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-reload");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param findings what is wrong with the files, some of which have changed
     * @param subscriptions the events of Dataverse that routes want
     */
    SafeReload(
            Settings settings,
            LaneRuntime lanes,
            Subscriptions subscriptions,
            Function<Set<Path>, List<Finding>> findings,
            InstantSource clock) {
        this.on = settings.flag("hub.reload");
        this.reloader = new Reloader(
                new SourceFolders(
                        settings.home(),
                        Path.of(settings.text("hub.routes")).normalize(),
                        List.of(
                                settings.file(),
                                Path.of(settings.text("hub.virtual.folder")),
                                Path.of(settings.text("hub.plugins")))),
                inspection(settings, findings),
                doors(lanes, subscriptions),
                clock);
    }

    private static Inspection inspection(Settings settings, Function<Set<Path>, List<Finding>> findings) {
        return new Inspection() {
            @Override
            public List<Finding> findings(Set<Path> changed) {
                return findings.apply(changed);
            }

            @Override
            public List<Finding> atStart(Set<Path> changed) {
                List<Finding> findings = new ArrayList<>();
                if (changed.contains(settings.file())) {
                    findings.addAll(SettingsFileCheck.afterChange(settings));
                }
                Path virtual = Path.of(settings.text("hub.virtual.folder")).normalize();
                if (changed.stream().anyMatch(file -> file.startsWith(virtual))) {
                    findings.addAll(VirtualTableCheck.findings(settings));
                }
                return findings;
            }
        };
    }

    private static OpenDoors doors(LaneRuntime lanes, Subscriptions subscriptions) {
        return () -> {
            lanes.keepDoorsOpen();
            subscriptions.keep();
            return () -> {
                lanes.shutDoorsWithoutRoute();
                subscriptions.forgetWithoutRoute();
            };
        };
    }

    /** Before routes are read. */
    void begin(CamelContext context) {
        if (on) {
            reloader.begin(context);
        }
    }

    /** Once the routes run. */
    void start() {
        if (on) {
            Future<?> unused = looking.scheduleWithFixedDelay(
                    this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            reloader.look();
            told = "";
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrow(e);
            if (!told.equals(e.toString())) {
                told = e.toString();
                LOG.warn("Changed files were not looked at; this is tried again all the time.", e);
            }
        }
    }

    /** Whether changed files are used at all. */
    boolean isOn() {
        return on;
    }

    /** @param findings what is wrong in files that others read again */
    void tellAlso(Supplier<List<Finding>> findings) {
        others = findings;
    }

    /** What {@code GET /admin/status} tells. */
    Map<String, Object> status() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("on", on);
        ReloadStatus status = reloader.status();
        shown.put("reloads", status.reloads());
        status.last().ifPresent(last -> shown.put("last", last));
        List<String> sentences = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(status.findings());
        findings.addAll(others.get());
        findings.forEach(finding -> sentences.add(finding + " The version before goes on running."));
        status.waiting()
                .forEach(file -> sentences.add(file + ": changed, and not in use until the files above are right."));
        status.restart().forEach(file -> sentences.add(file + ": changed; restart the hub to use it."));
        shown.put("findings", findings);
        shown.put("sentences", sentences);
        return shown;
    }

    /** Lets a reload under way come to its end. */
    @Override
    public void close() throws InterruptedException {
        looking.shutdown();
        boolean ended = looking.awaitTermination(1, TimeUnit.MINUTES);
        if (!ended) {
            LOG.warn("A reload is still under way; the hub stops without waiting for it.");
        }
    }
}

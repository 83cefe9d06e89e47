package io.d365hub;

import io.d365hub.access.ApiClients;
import io.d365hub.check.Finding;
import io.d365hub.database.HubDatabase;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.change.TableChanges;
import io.d365hub.virtual.declaration.Declarations;
import io.d365hub.virtual.declaration.Mistake;
import io.d365hub.virtual.guard.GuardSettings;
import io.d365hub.virtual.guard.GuardThreads;
import io.d365hub.virtual.guard.TableGuard;
import io.d365hub.virtual.key.DatabaseNamedKeys;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.odata.ODataService;
import io.d365hub.virtual.odata.SkipTokens;
import io.d365hub.virtual.server.DoorSettings;
import io.d365hub.virtual.server.NextLinkSecret;
import io.d365hub.virtual.server.VirtualDoor;
import io.d365hub.virtual.source.route.ChangedRows;
import io.d365hub.virtual.sql.NamedDataSources;
import io.d365hub.virtual.sql.SqlSourceType;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Virtual tables as the hub runs them: declarations, sources, guards, and the door. Close it before the databases. */
final class VirtualParts implements AutoCloseable {

    /** How long other processes may give what they read before a row was changed here. */
    private static final long LOOK_MILLIS = 1_000;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Declarations declarations;
    private final Map<VirtualTable, TableSource> sources = new HashMap<>();

    private VirtualParts(Declarations declarations) {
        this.declarations = declarations;
    }

    /** The kinds of sources that declarations may name. */
    static List<SourceType> sourceTypes(Map<String, DataSource> databases, VirtualSources sources) {
        List<SourceType> types = new ArrayList<>(sources.types());
        types.add(new SqlSourceType(new NamedDataSources() {
            @Override
            public Optional<DataSource> find(String name) {
                return Optional.ofNullable(databases.get(name));
            }

            @Override
            public Set<String> names() {
                return databases.keySet();
            }
        }));
        return types;
    }

    /** What the declarations say, judged; nothing is connected. */
    static Declarations declarations(Settings settings, List<SourceType> types) {
        return Declarations.read(settings.home(), settings.path("hub.virtual.folder"), types);
    }

    /** What is wrong with the declarations. */
    static List<Finding> findings(Declarations declarations) {
        return declarations.mistakes().stream().map(VirtualParts::finding).toList();
    }

    private static Finding finding(Mistake mistake) {
        return new Finding(
                mistake.file(), mistake.line(), mistake.column(), mistake.what(), mistake.why(), mistake.mend());
    }

    /**
     * Opens the sources and mounts the door; no source is asked anything.
     *
     * @throws RoutesRefusedException when a declaration is wrong
     */
    static VirtualParts start(
            Settings settings,
            List<SourceType> types,
            HubDatabase database,
            Supplier<ApiClients> clients,
            ChangedRows changes,
            Vertx vertx,
            Router router,
            MeterRegistry meters) {
        Declarations declarations = declarations(settings, types);
        if (!declarations.mistakes().isEmpty()) {
            throw new RoutesRefusedException(findings(declarations));
        }
        VirtualParts parts = new VirtualParts(declarations);
        if (!declarations.services().isEmpty()) {
            parts.open(settings, types, database, clients, changes, vertx, router, meters);
        }
        return parts;
    }

    private void open(
            Settings settings,
            List<SourceType> types,
            HubDatabase database,
            Supplier<ApiClients> clients,
            ChangedRows changes,
            Vertx vertx,
            Router router,
            MeterRegistry meters) {
        GuardThreads threads = new GuardThreads();
        open.add(threads);
        Optional<TableChanges> others = others(database, vertx);
        GuidKeys keys = new GuidKeys(new DatabaseNamedKeys(database));
        SkipTokens tokens = new SkipTokens(NextLinkSecret.of(database, new SecureRandom()));
        GuardSettings guard = GuardSettings.defaults()
                .withConcurrency(settings.number("hub.virtual.concurrency"))
                .withCacheRows(settings.number("hub.virtual.cache-rows"))
                .withBreakerPause(Duration.ofSeconds(settings.number("hub.virtual.breaker-seconds")));
        Map<String, SourceType> byName =
                types.stream().collect(Collectors.toMap(SourceType::name, Function.identity()));
        Map<VirtualService, ODataService> services = new HashMap<>();
        for (VirtualService service : declarations.services()) {
            Map<String, TableGuard> guards = new HashMap<>();
            for (VirtualTable table : service.tables()) {
                TableSource source = byName.get(table.source().type()).open(table);
                sources.put(table, source);
                Runnable tell = () -> others.ifPresent(
                        processes -> vertx.executeBlocking(() -> run(() -> processes.tell(table.path())), false));
                TableGuard guarded = new TableGuard(table, source, keys, guard, threads, meters, tell);
                others.ifPresent(processes -> processes.listen(table.path(), guarded::forget));
                open.add(guarded);
                guards.put(table.name(), guarded);
                changes.serve(table.path(), guarded::changed);
            }
            services.put(
                    service,
                    new ODataService(
                            service, guards, keys, tokens, task -> vertx.executeBlocking(() -> run(task), false)));
        }
        DoorSettings door = new DoorSettings(
                settings.number("hub.virtual.requests-per-second"),
                settings.number("hub.http.body-limit"),
                settings.text("hub.virtual.url"));
        new VirtualDoor(door, clients, services, vertx, meters).mount(router);
    }

    /** An embedded database has no other processes. */
    private Optional<TableChanges> others(HubDatabase database, Vertx vertx) {
        if (database.isH2()) {
            return Optional.empty();
        }
        TableChanges changes = new TableChanges(database);
        // One look at a time: a database that is slow gathers no threads.
        AtomicBoolean looking = new AtomicBoolean();
        long timer = vertx.setPeriodic(LOOK_MILLIS, tick -> {
            if (looking.compareAndSet(false, true)) {
                vertx.executeBlocking(() -> run(changes::look), false).onComplete(done -> looking.set(false));
            }
        });
        open.add(() -> vertx.cancelTimer(timer));
        open.add(changes);
        return Optional.of(changes);
    }

    private static Void run(Runnable task) {
        task.run();
        return null;
    }

    /** The services that are served. */
    List<VirtualService> services() {
        return declarations.services();
    }

    /** What the source of a table evaluates, in words. */
    List<String> capabilities(VirtualTable table) {
        return sources.get(table).capabilities();
    }

    @Override
    public void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}

package io.d365hub;

import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.failure.KnownFailure;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.mapping.InterruptibleGroovy;
import io.d365hub.mapping.MappingComponent;
import io.d365hub.mapping.MappingGuard;
import io.d365hub.mapping.table.TableMapComponent;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/** Camel as the hub runs it: the teams' routes, the two HTTP servers, health and metrics. */
final class RouteEngine implements AutoCloseable {

    private final Main main = new Main();
    private final Settings settings;
    private final Vertx vertx;
    private final MappingGuard mappings;
    private DoorServer doors;

    /**
     * An engine that does not run yet.
     *
     * @param runtime what the lanes share
     * @param dataverse with its connection set
     */
    RouteEngine(Settings settings, LaneRuntime runtime, DataverseComponent dataverse) {
        this.settings = settings;
        this.mappings = new MappingGuard(settings.seconds("hub.mapping.limit-seconds"));
        // No server of the hub serves files, so Vert.x need not make a cache folder for them.
        this.vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        main.bind("vertx", vertx);
        main.bind("laneRuntime", runtime);
        main.bind("dataverse", dataverse);
        main.bind("jslt", new MappingComponent(settings.seconds("hub.mapping.limit-seconds")));
        main.bind("table-map", new TableMapComponent());
        main.bind("groovyShells", new InterruptibleGroovy());
        main.setInitialProperties(properties());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                prepare(support.getCamelContext());
            }
        });
    }

    /** Makes something known to routes by a name; before {@link #init}. */
    void bind(String name, Object part) {
        main.bind(name, part);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("camel.main.name", "d365-hub"),
                Map.entry(
                        "camel.main.routesIncludePattern",
                        "file:" + settings.path("hub.routes") + "/*.camel.yaml,file:" + settings.path("hub.routes")
                                + "/*.java"),
                Map.entry(
                        "camel.component.kamelet.location",
                        "file:" + settings.path("hub.routes").resolve("kamelets")),
                Map.entry("camel.main.shutdownTimeout", settings.text("hub.shutdown-seconds")),
                Map.entry("camel.main.shutdownNowOnTimeout", "true"),
                Map.entry("camel.main.autoConfigurationLogSummary", "false"),
                Map.entry("camel.main.startupSummaryLevel", "off"),
                Map.entry("camel.main.useMdcLogging", "false"),
                Map.entry("camel.metrics.enabled", "true"),
                // A timer for each exchange and endpoint costs a twentieth of all work; the route's own metrics stay.
                Map.entry("camel.metrics.enableExchangeEventNotifier", "false"),
                // The same meters of routes come from RouteMetrics, at an eighth of the price.
                Map.entry("camel.metrics.enableRoutePolicy", "false"),
                Map.entry("camel.management.enabled", "true"),
                Map.entry("camel.management.host", settings.text("hub.management.host")),
                Map.entry("camel.management.port", settings.text("hub.management.port")),
                Map.entry("camel.management.healthCheckEnabled", "true"),
                Map.entry("camel.management.infoEnabled", "true"),
                Map.entry("camel.management.metricsEnabled", "true")));
        if (settings.development()) {
            properties.setProperty(DemoReceivers.PROPERTY, DemoReceivers.url(settings));
        }
        return properties;
    }

    private void prepare(CamelContext context) {
        VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
        http.setBindHost(settings.text("hub.http.host"));
        http.setBindPort(settings.port("hub.http.port"));
        doors = new DoorServer(http, vertx);
        doors.setCamelContext(context);
        DoorEngine engine = new DoorEngine(settings.port("hub.http.port"));
        engine.setCamelContext(context);
        try {
            context.addService(engine);
            context.addService(doors);
        } catch (Exception e) {
            throw new IllegalStateException("Camel did not take the HTTP server", e);
        }

        context.getCamelContextExtension().setErrorHandlerFactory(withoutHistory());
        context.addRoutePolicyFactory(new RouteMetrics());
        // Before routes are built: it watches their filter steps.
        context.getComponent("lane");
        mappings.install(context);
        BatchParts.prepare(context);
    }

    /**
     * Camel's default error handler, which otherwise writes a table of all steps for each message that fails, also when nobody logs it:
     * a tenth of the hub's time when many die.
     */
    private static DefaultErrorHandlerDefinition withoutHistory() {
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.setLogExhaustedMessageHistory("false");
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setRedeliveryPolicy(policy);
        return handler;
    }

    /** Adds what is to be done to Camel before it reads the routes; before {@link #init}. */
    void beforeRoutes(Consumer<CamelContext> preparation) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                preparation.accept(support.getCamelContext());
            }
        });
    }

    /** Builds the routes; nothing runs yet. */
    void init() {
        main.init();
    }

    /** Starts the routes and the management server; the doors stay shut. */
    void start() {
        try {
            main.start();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof KnownFailure known) {
                    throw new HubStartException(
                            "The hub was not started, because a route does not start.",
                            known.failure().what() + " " + known.failure().why(),
                            known.failure().mend(),
                            e);
                }
                if (cause instanceof FailedToCreateRouteException route && route.getCause() != null) {
                    throw new HubStartException(
                            "The hub was not started, because a route does not start.",
                            "Route '" + route.getRouteId() + "': "
                                    + route.getCause().getMessage(),
                            "Correct the route, or set what it names; './hub check' says where.",
                            e);
                }
            }
            throw e;
        }
    }

    /** Opens the port of the API for other systems. */
    void openDoors() {
        try {
            doors.listen();
        } catch (Exception e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "Port " + settings.text("hub.http.port") + " of " + settings.text("hub.http.host")
                            + " cannot be opened: " + e.getMessage(),
                    "Free the port, or choose another one with HUB_HTTP_PORT.",
                    e);
        }
    }

    Vertx vertx() {
        return vertx;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** The router of the API for other systems. */
    Router doors() {
        return router("hub.http.port");
    }

    /** The router of the management server. */
    Router management() {
        return router("hub.management.port");
    }

    private Router router(String port) {
        return VertxPlatformHttpRouter.lookup(
                main.getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(settings.port(port)));
    }

    @Override
    public void close() {
        main.stop();
        mappings.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

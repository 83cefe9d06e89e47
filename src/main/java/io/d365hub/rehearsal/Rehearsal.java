package io.d365hub.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.lane.LaneRules;
import io.d365hub.mapping.InterruptibleGroovy;
import io.d365hub.mapping.MappingComponent;
import io.d365hub.mapping.MappingGuard;
import io.d365hub.mapping.table.TableMapComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;

/**
 * Routes that run with stand-ins for their doors and targets. Relative names in routes ({@code jslt:file:...}) count from
 * the working directory, as in the running hub. Not thread-safe; close it to stop the routes.
 */
public final class Rehearsal implements AutoCloseable {

    /** Well below what a rehearsed lane waits for a route, also on a busy machine. */
    static final Duration MAPPING_LIMIT = Duration.ofSeconds(5);

    private final CamelContext context = KnownFactories.context();
    private final StandIns standIns = new StandIns();

    private final MappingGuard guard = guard();

    private Rehearsal() {}

    /** That a mapping is given up is told by its case; nobody has to restart a hub. */
    static MappingGuard guard() {
        return new MappingGuard(MAPPING_LIMIT, mapping -> {});
    }

    /**
     * Starts the routes of some files.
     *
     * @param routeFiles the routes, and the files with the route configurations that they name
     * @param kamelets the folder of the kamelets
     * @param properties what {@code {{name}}} in the routes stands for
     * @throws Exception when a route does not start; Camel's own, with the reason at its root
     */
    public static Rehearsal start(List<Path> routeFiles, Path kamelets, Map<String, String> properties)
            throws Exception {
        return start(routeFiles, kamelets, properties, Map.of());
    }

    /**
     * The same with some parts that are no stand-ins.
     *
     * @param parts bound under these names before routes are loaded, e.g. a component under its scheme, or under {@code target:}
     *     and its scheme when only its targets are to be real
     */
    public static Rehearsal start(
            List<Path> routeFiles, Path kamelets, Map<String, String> properties, Map<String, Object> parts)
            throws Exception {
        return start(routeFiles, kamelets, properties, context -> parts.forEach(context.getRegistry()::bind));
    }

    /**
     * The same with what routes find in the hub beside the files.
     *
     * @param preparation makes it known before routes are loaded, e.g. what plug-ins bring
     */
    public static Rehearsal start(
            List<Path> routeFiles,
            Path kamelets,
            Map<String, String> properties,
            java.util.function.Consumer<CamelContext> preparation)
            throws Exception {
        Rehearsal rehearsal = new Rehearsal();
        LaneRules.prepare(rehearsal.context);
        try {
            preparation.accept(rehearsal.context);
            rehearsal.load(routeFiles, kamelets, properties);
            return rehearsal;
        } catch (Exception e) {
            rehearsal.close();
            throw e;
        }
    }

    private void load(List<Path> routeFiles, Path kamelets, Map<String, String> properties) throws Exception {
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, standIns);
        context.getCamelContextExtension().setErrorHandlerFactory(silent());
        Properties initial = new Properties();
        initial.putAll(properties);
        context.getPropertiesComponent().setInitialProperties(initial);
        equip(context, guard);
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:" + kamelets.toAbsolutePath());
        ResourceLoader loader = PluginHelper.getResourceLoader(context);
        List<Resource> resources = routeFiles.stream()
                .map(file -> loader.resolveResource("file:" + file.toAbsolutePath()))
                .toList();
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        context.start();
        if (standIns.refusal().isPresent()) {
            throw standIns.refusal().get();
        }
    }

    /** Makes the hub's mapping languages known, and ends mappings that do not end. */
    static void equip(CamelContext context, MappingGuard guard) {
        context.getRegistry().bind("jslt", new MappingComponent(MAPPING_LIMIT));
        context.getRegistry().bind("table-map", new TableMapComponent());
        context.getRegistry().bind("groovyShells", new InterruptibleGroovy());
        guard.install(context);
    }

    /** Camel's default error handler without its log: that a message fails in a rehearsal is no news. */
    private static DefaultErrorHandlerDefinition silent() {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLevel("OFF"); // logExhausted is not looked at where nothing is redelivered
        return handler;
    }

    /**
     * Lets a message in where the route waits for messages.
     *
     * @return what the route sent, in its order
     * @throws Exception what the message failed with
     */
    public List<JsonNode> play(String message, Map<String, String> headers) throws Exception {
        standIns.forget();
        Consumer door = standIns.door().consumer();
        Exchange exchange = door.getEndpoint().createExchange();
        exchange.getMessage().setBody(message.getBytes(StandardCharsets.UTF_8));
        headers.forEach(exchange.getMessage()::setHeader);
        door.getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return standIns.sent();
    }

    /**
     * Asks a route that answers.
     *
     * @param body what comes with the question; empty for none
     * @param headers the question
     * @return its answer as JSON, another format as one text
     * @throws Exception what the question failed with
     */
    public JsonNode ask(String body, Map<String, Object> headers) throws Exception {
        standIns.forget();
        Consumer door = standIns.door().consumer();
        Exchange exchange = door.getEndpoint().createExchange(ExchangePattern.InOut);
        if (!body.isEmpty()) {
            exchange.getMessage().setBody(body);
        }
        headers.forEach(exchange.getMessage()::setHeader);
        door.getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return StandIns.answer(exchange.getMessage());
    }

    /** @param replies what the others reply that the route calls, by endpoint without its options; nothing said, nothing changes */
    public void replies(Map<String, JsonNode> replies) {
        standIns.replies(replies);
    }

    /**
     * Lets messages in all at once, and works on them as a lane would, until nothing more happens by itself.
     *
     * @param time moves whenever there is nothing to do but wait
     * @param classifier the running hub's
     * @param farSide what the routes write to
     * @throws IllegalStateException when the route does not end in real time, or takes no messages
     */
    public Trial play(List<Trial.Message> messages, VirtualTime time, FailureClassifier classifier, FarSide farSide) {
        standIns.forget();
        if (standIns.door() == null) {
            throw new IllegalStateException("The route takes no messages from outside.");
        }
        return new RehearsedLane(standIns.door(), time, classifier, farSide::hold).run(messages, standIns);
    }

    @Override
    public void close() {
        context.stop();
        guard.close();
    }
}

package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.mapping.MappingComponent;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** A route as it is written, its doors and targets replaced by stand-ins. */
final class RouteSubject implements CaseSubject {

    private static final String ROUTES = ".camel.yaml";

    private final CamelContext context;
    private final StandIns standIns;

    private RouteSubject(CamelContext context, StandIns standIns) {
        this.context = context;
        this.standIns = standIns;
    }

    static RouteSubject start(Path route) {
        StandIns standIns = new StandIns();
        CamelContext context = new DefaultCamelContext();
        try {
            context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, standIns);
            context.getCamelContextExtension().setErrorHandlerFactory(silent());
            context.getRegistry().bind("jslt", new MappingComponent());
            context.getComponent("kamelet", KameletComponent.class)
                    .setLocation("file:" + route.resolveSibling("kamelets").toAbsolutePath());
            PluginHelper.getRoutesLoader(context).loadRoutes(resources(context, route));
            context.start();
            return new RouteSubject(context, standIns);
        } catch (Exception e) {
            context.stop();
            throw new CasesException(
                    "Route " + route + " does not start: " + rootCause(e).getMessage()
                            + " './hub check' says more about it.",
                    e);
        }
    }

    @Override
    public List<JsonNode> run(Case one) throws Exception {
        standIns.forget();
        Exchange exchange = standIns.door().getEndpoint().createExchange();
        exchange.getMessage().setBody(one.input().getBytes(StandardCharsets.UTF_8));
        one.headers().forEach(exchange.getMessage()::setHeader);
        standIns.door().getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return standIns.sent();
    }

    @Override
    public void close() {
        context.stop();
    }

    /** Camel's default error handler without its log: a failure that a case expects is no news. */
    private static DefaultErrorHandlerDefinition silent() {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLevel("OFF"); // logExhausted is not looked at where nothing is redelivered
        return handler;
    }

    /** The route's own file and the files that hold route configurations, which it may name. */
    private static List<Resource> resources(CamelContext context, Path route) throws IOException {
        try (Stream<Path> files = Files.list(route.toAbsolutePath().getParent())) {
            return files.filter(file -> file.getFileName().toString().endsWith(ROUTES))
                    .filter(file -> file.getFileName().equals(route.getFileName()) || holdsConfigurations(file))
                    .sorted()
                    .map(file -> PluginHelper.getResourceLoader(context).resolveResource("file:" + file))
                    .toList();
        }
    }

    private static boolean holdsConfigurations(Path file) {
        try {
            return YamlValue.read(file).stream()
                    .flatMap(document -> document.items().stream())
                    .anyMatch(item -> item.get("routeConfiguration").isPresent());
        } catch (YamlSyntaxException | IOException e) {
            return false; // another file's fault; the check tells of it
        }
    }

    private static Throwable rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}

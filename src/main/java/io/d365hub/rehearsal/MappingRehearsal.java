package io.d365hub.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.mapping.MappingGuard;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A mapping alone, in any language that routes may be written in; in Java the first route of its class. Not thread-safe; close it to
 * stop it.
 */
public final class MappingRehearsal implements AutoCloseable {

    /** How a file of this ending is used in a route; {@code %s} is the file. The longer ending first. */
    private static final Map<String, String> STEPS = Map.of(
            ".jslt", "to: 'jslt:file:%s'",
            ".map.yaml", "to: 'table-map:file:%s'",
            ".jq", "transform: {jq: 'resource:file:%s'}",
            ".groovy", "transform: {groovy: 'resource:file:%s'}",
            ".xsl", "to: 'xslt-saxon:file:%s'",
            ".xslt", "to: 'xslt-saxon:file:%s'");

    private static final String JAVA = ".java";
    private static final String ROUTE = """
            - route:
                id: mapping
                from:
                  uri: direct:mapping
                  steps:
                    - convertBodyTo: {type: java.lang.String}
                    - %s
                    - convertBodyTo: {type: java.lang.String}
            """;

    private final CamelContext context = KnownFactories.context();
    private final MappingGuard guard = Rehearsal.guard();
    private ProducerTemplate producer;
    private Endpoint entry;

    private MappingRehearsal() {}

    /** The endings of files that hold mappings, e.g. {@code .jq}. */
    public static List<String> endings() {
        return List.of(".jslt", ".map.yaml", ".jq", ".xsl", ".xslt", ".groovy", JAVA);
    }

    /**
     * Starts a mapping.
     *
     * @throws Exception when it does not start; Camel's own, with the reason at its root
     */
    public static MappingRehearsal start(Path mapping) throws Exception {
        MappingRehearsal rehearsal = new MappingRehearsal();
        try {
            rehearsal.load(mapping);
            return rehearsal;
        } catch (Exception e) {
            rehearsal.close();
            throw e;
        }
    }

    private void load(Path mapping) throws Exception {
        Rehearsal.equip(context, guard);
        String name = mapping.toString();
        ResourceLoader loader = PluginHelper.getResourceLoader(context);
        Resource route = name.endsWith(JAVA)
                ? loader.resolveResource("file:" + mapping.toAbsolutePath())
                : ResourceHelper.fromString("file:mapping.camel.yaml", ROUTE.formatted(step(name)));
        PluginHelper.getRoutesLoader(context).loadRoutes(List.of(route));
        context.start();
        entry = context.getRoutes().get(0).getEndpoint();
        producer = context.createProducerTemplate();
    }

    private static String step(String file) {
        return STEPS.entrySet().stream()
                .filter(entry -> file.endsWith(entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue().formatted(file))
                .orElseThrow(() -> new IllegalArgumentException("No language is known by the ending of " + file));
    }

    /**
     * Maps a message.
     *
     * @return what became of it: JSON, or another format as one text
     * @throws Exception what the message failed with
     */
    public JsonNode map(String message) throws Exception {
        Exchange done = producer.send(entry, exchange -> exchange.getMessage().setBody(message));
        if (done.getException() != null) {
            throw done.getException();
        }
        String made = done.getMessage().getBody(String.class);
        try {
            return Mappings.reader().readTree(made == null ? "" : made);
        } catch (IOException e) {
            return TextNode.valueOf(made); // XML and the like
        }
    }

    @Override
    public void close() {
        context.stop();
        guard.close();
    }
}

package io.d365hub.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.mapping.Mappings;
import io.d365hub.rehearsal.Trial.Sent;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * Puts a stand-in where a component would leave the process: what would be sent is kept, what would come in comes from
 * the case. Components that only work within the process (mappings, kamelets, languages) stay what they are.
 */
final class StandIns implements ComponentResolver {

    /** The catalog counts the first as remote, since what it wraps may be; the others only read what is there. */
    private static final Set<String> STAYING = Set.of("kamelet", "dataverse-event", "bus-source", "table-map");

    /**
     * Before the scheme of a component: what is bound under this name makes the targets of the scheme, because they only change the
     * message; where messages come in is a stand-in as ever.
     */
    static final String TARGET = "target:";

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final ComponentResolver real = new DefaultComponentResolver();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile Door door;
    private volatile IllegalArgumentException refusal;
    private volatile Map<String, JsonNode> replies = Map.of();

    @Override
    public Component resolveComponent(String name, CamelContext context) throws Exception {
        boolean bound = context.getRegistry().lookupByNameAndType(name, Component.class) != null;
        return !bound && leavesTheProcess(name)
                ? new StandInComponent(this, name)
                : real.resolveComponent(name, context);
    }

    /** What Camel does not know is one of our own components: a lane or Dataverse. */
    private boolean leavesTheProcess(String scheme) {
        if (STAYING.contains(scheme)) {
            return false;
        }
        ComponentModel known = catalog.componentModel(scheme);
        return known == null || known.isRemote();
    }

    Optional<Component> target(String scheme, CamelContext context) {
        Component found = context.getRegistry().lookupByNameAndType(TARGET + scheme, Component.class);
        if (found != null && found.getCamelContext() == null) {
            found.setCamelContext(context);
        }
        return Optional.ofNullable(found);
    }

    /** What a rule refuses is kept for whoever starts the route: Camel would log what a start throws. */
    void ask(CamelContext context, String scheme, String path, Map<String, String> options) {
        try {
            context.getRegistry()
                    .findByType(DoorRule.class)
                    .forEach(rule -> rule.check(context, scheme, path, options));
        } catch (IllegalArgumentException e) {
            refusal = e;
        }
    }

    /** What a rule said of the endpoints that were opened; empty when none refused one. */
    Optional<IllegalArgumentException> refusal() {
        return Optional.ofNullable(refusal);
    }

    void open(Door opened) {
        door = opened;
    }

    void keep(String to, Exchange exchange) {
        sent.add(new Sent(to, json(exchange.getMessage().getBody(String.class))));
        JsonNode reply = replies.get(bare(to));
        if (reply != null) {
            exchange.getMessage().setBody(reply(to, reply));
        }
    }

    void replies(Map<String, JsonNode> said) {
        replies = said.entrySet().stream()
                .collect(Collectors.toMap(entry -> bare(entry.getKey()), Map.Entry::getValue, (one, other) -> other));
    }

    /** Routes are written with and without the slashes. */
    private static String bare(String endpoint) {
        return endpoint.replaceFirst("^([a-z0-9-]+:)//", "$1");
    }

    /** A database gives rows as objects, others give text. */
    private static Object reply(String to, JsonNode reply) {
        if (to.startsWith("sql")) {
            return Mappings.reader().convertValue(reply, Object.class);
        }
        return reply.isTextual() ? reply.asText() : reply.toString();
    }

    /** What a route answers: JSON in whatever form, or one text. */
    static JsonNode answer(Message answer) {
        Object body = answer.getBody();
        return body instanceof Collection || body instanceof Map || body instanceof JsonNode
                ? Mappings.reader().valueToTree(body)
                : json(answer.getBody(String.class));
    }

    private static JsonNode json(String body) {
        try {
            return body == null ? TextNode.valueOf("") : Mappings.reader().readTree(body);
        } catch (IOException e) {
            return TextNode.valueOf(body); // XML and the like
        }
    }

    void forget() {
        sent.clear();
    }

    List<JsonNode> sent() {
        return sent.stream().map(Sent::body).toList();
    }

    List<Sent> sentWhere() {
        return List.copyOf(sent);
    }

    Door door() {
        return door;
    }
}

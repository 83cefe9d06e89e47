package io.d365hub.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.mapping.Mappings;
import io.d365hub.rehearsal.Trial.Sent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
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

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final ComponentResolver real = new DefaultComponentResolver();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile Door door;

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

    void open(Door opened) {
        door = opened;
    }

    void keep(String to, Exchange exchange) {
        sent.add(new Sent(to, json(exchange.getMessage().getBody(String.class))));
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

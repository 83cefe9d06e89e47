package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.jslt.JsltComponent;
import org.apache.camel.component.jslt.JsltEndpoint;
import org.apache.camel.support.ResourceHelper;

/**
 * Camel's endpoint, which besides maps a tree to a tree: rows of a batch are never written as text and read again between two
 * steps (measured: a third of the work of a row). Bodies in other forms, and mappings that look at headers, variables or the
 * exchange, go Camel's way.
 */
final class MappingEndpoint extends JsltEndpoint {

    private static final Pattern LOOKS_BEYOND_THE_BODY = Pattern.compile("\\$(headers|variables|exchange)\\b");

    /** Null until it is needed; a mapping that looks beyond the body stays with Camel's own. */
    private volatile Compiled compiled;

    private record Compiled(Expression expression, boolean bodyOnly) {}

    MappingEndpoint(String uri, JsltComponent component, String resource) {
        super(uri, component, resource);
    }

    @Override
    protected void onExchange(Exchange exchange) throws Exception {
        if (!(exchange.getIn().getBody() instanceof JsonNode tree)) {
            super.onExchange(exchange);
            return;
        }
        Compiled mapping = compiled();
        if (mapping.bodyOnly()
                && isContentCache()
                && !isPrettyPrint()
                && exchange.getIn().getHeader("CamelJsltString") == null
                && exchange.getIn().getHeader("CamelJsltResourceUri") == null) {
            exchange.getMessage().setBody(mapping.expression().apply(tree));
        } else {
            exchange.getIn().setBody(tree.toString());
            super.onExchange(exchange);
        }
    }

    private Compiled compiled() throws Exception {
        Compiled known = compiled;
        return known == null ? compile() : known;
    }

    /** Under the lock that Camel takes to compile, so that no text that was read before a change is kept after it. */
    private Compiled compile() throws Exception {
        getInternalLock().lock();
        try {
            String text;
            try (InputStream in =
                    ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), getResourceUri())) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            Compiled known = new Compiled(
                    Mappings.compile(text, getResourceUri()),
                    !LOOKS_BEYOND_THE_BODY.matcher(text).find());
            compiled = known;
            return known;
        } finally {
            getInternalLock().unlock();
        }
    }

    @Override
    public void clearContentCache() {
        getInternalLock().lock();
        try {
            compiled = null;
            super.clearContentCache();
        } finally {
            getInternalLock().unlock();
        }
    }
}

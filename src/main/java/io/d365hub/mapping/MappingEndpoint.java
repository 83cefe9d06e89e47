package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.jslt.JsltComponent;
import org.apache.camel.component.jslt.JsltEndpoint;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Camel's endpoint, which besides maps a tree to a tree: rows of a batch are never written as text and read again between two
 * steps (measured: a third of the work of a row), and gives a message up whose recursion takes longer than the limit. Bodies in
 * other forms, and mappings that look at headers, variables or the exchange, go Camel's way.
 */
final class MappingEndpoint extends JsltEndpoint {

    private static final Pattern LOOKS_BEYOND_THE_BODY = Pattern.compile("\\$(headers|variables|exchange)\\b");

    /** Null until it is needed; a mapping that looks beyond the body stays with Camel's own. */
    private volatile Compiled compiled;

    private record Compiled(Expression expression, boolean bodyOnly) {}

    private final Duration limit;

    MappingEndpoint(String uri, JsltComponent component, String resource, Duration limit) {
        super(uri, component, resource);
        this.limit = limit;
    }

    @Override
    protected void onExchange(Exchange exchange) throws Exception {
        Object body = exchange.getIn().getBody();
        boolean known = body instanceof JsonNode || body instanceof String || body instanceof byte[];
        if (known && isAsWritten(exchange) && compiled().bodyOnly()) {
            map(exchange, body);
            return;
        }
        if (body instanceof JsonNode) {
            exchange.getIn().setBody(body.toString());
        }
        super.onExchange(exchange);
    }

    /** Whether neither the endpoint nor the message wants anything special of Camel. */
    private boolean isAsWritten(Exchange exchange) {
        return isContentCache()
                && !isPrettyPrint()
                && !isMapBigDecimalAsFloats()
                && exchange.getIn().getHeader("CamelJsltString") == null
                && exchange.getIn().getHeader("CamelJsltResourceUri") == null;
    }

    private void map(Exchange exchange, Object body) throws Exception {
        JsonNode output = BoundedScope.apply(compiled().expression(), tree(body), getResourceUri(), limit);
        if (body instanceof JsonNode) {
            exchange.getMessage().setBody(output);
        } else {
            ExchangeHelper.setInOutBodyPatternAware(exchange, output.toString());
        }
    }

    private JsonNode tree(Object body) throws IOException {
        if (body instanceof String text) {
            return getObjectMapper().readTree(text);
        }
        return body instanceof byte[] bytes ? getObjectMapper().readTree(bytes) : (JsonNode) body;
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

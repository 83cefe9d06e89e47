package io.d365hub.mapping;

import org.apache.camel.Exchange;
import org.apache.camel.language.groovy.GroovyExpression;
import org.apache.camel.language.groovy.GroovyLanguage;

/** Groovy whose scripts are given up when they do not come to an end; Camel looks for a language of this very class. */
final class WatchedGroovy extends GroovyLanguage {

    private final MappingGuard guard;

    WatchedGroovy(MappingGuard guard) {
        this.guard = guard;
    }

    @Override
    public GroovyExpression createPredicate(String expression) {
        return createExpression(expression);
    }

    @Override
    public GroovyExpression createExpression(String expression) {
        String text = loadResource(expression);
        WatchedMapping mapping = guard.watched(WatchedExpression.name("groovy", text));
        return new GroovyExpression(text) {
            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                return guard.evaluate(mapping, () -> super.evaluate(exchange, type));
            }
        };
    }
}

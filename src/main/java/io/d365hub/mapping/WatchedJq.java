package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.apache.camel.Predicate;
import org.apache.camel.language.jq.JqLanguage;

/**
 * jq whose programs are given up when they do not come to an end. jq's own functions look at each call, and at each value that they
 * give, whether the program is to stop; only a program that recurses without calling any of them does not notice.
 */
final class WatchedJq extends JqLanguage {

    private final MappingGuard guard;

    WatchedJq(MappingGuard guard) {
        this.guard = guard;
    }

    @Override
    public void init() {
        super.init();
        Scope root = getRootScope();
        root.getLocalFunctions().forEach((name, function) -> root.addFunction(name, new Interruptible(function)));
    }

    @Override
    public Predicate createPredicate(String expression) {
        return (Predicate) createExpression(expression);
    }

    @Override
    public Predicate createPredicate(String expression, Object[] properties) {
        return (Predicate) createExpression(expression, properties);
    }

    @Override
    public org.apache.camel.Expression createExpression(String expression) {
        return watched(super.createExpression(expression), expression);
    }

    @Override
    public org.apache.camel.Expression createExpression(String expression, Object[] properties) {
        return watched(super.createExpression(expression, properties), expression);
    }

    private org.apache.camel.Expression watched(org.apache.camel.Expression expression, String text) {
        return WatchedExpression.both(expression, guard, guard.watched(WatchedExpression.name("jq", text)));
    }

    /** One of jq's own functions. */
    private record Interruptible(Function function) implements Function {

        @Override
        public void apply(
                Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput output, Version version)
                throws JsonQueryException {
            look();
            function.apply(
                    scope,
                    arguments,
                    in,
                    path,
                    (value, where) -> {
                        look();
                        output.emit(value, where);
                    },
                    version);
        }

        /** Nothing that jq's own {@code try} catches. */
        private static void look() {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("The program was asked to stop.");
            }
        }
    }
}

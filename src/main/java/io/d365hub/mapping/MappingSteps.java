package io.d365hub.mapping;

import java.util.Optional;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.spi.WrapAwareProcessor;

/** Which steps run a team's own program that could go on for ever, and what their authors call it. */
final class MappingSteps {

    /** Languages with loops. JSLT and table maps have none: the stack ends their recursion. */
    private static final Set<String> LANGUAGES = Set.of("groovy", "jq", "xquery", "java", "js", "joor");

    private static final Set<String> COMPONENTS =
            Set.of("xslt", "xslt-saxon", "xj", "xquery", "velocity", "freemarker", "bean", "class");

    private static final Set<Class<?>> WITH_EXPRESSION = Set.of(
            ScriptDefinition.class,
            SetBodyDefinition.class,
            SetHeaderDefinition.class,
            SetPropertyDefinition.class,
            SetVariableDefinition.class,
            TransformDefinition.class);

    private static final String RESOURCE = "resource:";
    private static final String FILE = "file:";

    private MappingSteps() {}

    /** What its author calls the mapping that a step runs: its file, else the step; empty when it is no such step. */
    static Optional<String> name(NamedNode definition, Processor step) {
        if (WITH_EXPRESSION.contains(definition.getClass())) {
            ExpressionDefinition expression = ((ExpressionNode) definition).getExpression();
            return loops(expression) ? Optional.of(name(definition, expression)) : Optional.empty();
        }
        if (definition instanceof ProcessDefinition process) {
            return Optional.of(process.getRef() == null ? step(definition) : "'" + process.getRef() + "'");
        }
        if (definition instanceof BeanDefinition bean) {
            return Optional.of(bean.getRef() == null ? step(definition) : "'" + bean.getRef() + "'");
        }
        return endpoint(step).flatMap(MappingSteps::resource);
    }

    /** What a dead letter calls such a step: its language or its kind; empty for an endpoint, which Camel names itself. */
    static String kind(NamedNode definition) {
        if (WITH_EXPRESSION.contains(definition.getClass())) {
            return ((ExpressionNode) definition).getExpression().getLanguage();
        }
        return definition instanceof ProcessDefinition ? "process" : definition instanceof BeanDefinition ? "bean" : "";
    }

    /** Whether a step decides by an expression in a language with loops, and then goes on to other steps. */
    static boolean holdsCondition(NamedNode definition) {
        if (definition instanceof ChoiceDefinition choice) {
            return choice.getWhenClauses().stream().anyMatch(when -> loops(when.getExpression()));
        }
        return definition instanceof ExpressionNode node && loops(node.getExpression());
    }

    private static boolean loops(ExpressionDefinition expression) {
        return expression != null && LANGUAGES.contains(String.valueOf(expression.getLanguage()));
    }

    private static String name(NamedNode definition, ExpressionDefinition expression) {
        String text = String.valueOf(expression.getExpression());
        return text.startsWith(RESOURCE + FILE)
                ? text.substring((RESOURCE + FILE).length())
                : expression.getLanguage() + " of " + step(definition);
    }

    private static Optional<String> resource(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
        if (!COMPONENTS.contains(scheme)) {
            return Optional.empty();
        }
        String path = uri.substring(scheme.length() + 1).replaceFirst("^//", "").replaceFirst("[?].*", "");
        return Optional.of(path.startsWith(FILE) ? path.substring(FILE.length()) : "'" + path + "'");
    }

    private static String step(NamedNode definition) {
        RouteDefinition route = definition instanceof ProcessorDefinition<?> processor
                ? ProcessorDefinitionHelper.getRoute(processor)
                : null;
        return "step '" + definition.getId() + "'" + (route == null ? "" : " of route '" + route.getRouteId() + "'");
    }

    /** Camel wraps steps for every strategy that came before. */
    private static Optional<Endpoint> endpoint(Processor step) {
        Processor inner = step;
        while (inner instanceof WrapAwareProcessor wrapper) {
            inner = wrapper.getWrapped();
        }
        return inner instanceof EndpointAware sender ? Optional.ofNullable(sender.getEndpoint()) : Optional.empty();
    }
}

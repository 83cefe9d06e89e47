package io.d365hub;

import io.d365hub.dataverse.DataverseConstants;
import io.d365hub.dataverse.DataverseEndpoint;
import io.d365hub.dataverse.bulk.WriteLine;
import io.d365hub.lane.OrderedTarget;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * Joins lanes and {@code dataverse:} so that many messages of one record key travel together: for routes whose last step
 * writes rows in Dataverse and whose other steps only make these rows of the message. What is not known to be so keeps its
 * messages apart, and is slower.
 */
final class OrderedWrites implements OrderedTarget {

    /** Components that work on the exchange alone. */
    private static final Set<String> PURE_COMPONENTS = Set.of("jslt", "log", "table-map");

    private static final Set<String> PURE_LANGUAGES = Set.of(
            "constant", "exchangeproperty", "header", "jsonpath", "jq", "simple", "tokenize", "variable", "xpath");

    private static final Set<Class<?>> PURE_STEPS = Set.of(
            ConvertBodyDefinition.class,
            LogDefinition.class,
            MarshalDefinition.class,
            RemoveHeaderDefinition.class,
            RemoveHeadersDefinition.class,
            RemovePropertyDefinition.class,
            SetBodyDefinition.class,
            SetHeaderDefinition.class,
            SetPropertyDefinition.class,
            SetVariableDefinition.class,
            TransformDefinition.class,
            UnmarshalDefinition.class,
            ValidateDefinition.class);

    @Override
    public boolean ends(Route route) {
        RouteDefinition definition = definition(route);
        if (definition == null || !route.getOnCompletions().isEmpty()) {
            return false;
        }
        List<ProcessorDefinition<?>> steps = definition.getOutputs();
        CamelContext context = route.getCamelContext();
        if (steps.isEmpty() || !arePure(context, steps.subList(0, steps.size() - 1))) {
            return false;
        }
        ProcessorDefinition<?> last = steps.get(steps.size() - 1);
        Optional<Endpoint> end = endpoint(context, last);
        if (end.isPresent() && end.get() instanceof KameletEndpoint kamelet && isSink(kamelet)) {
            return context.getRoutes().stream()
                    .filter(user -> user.getEndpoint() instanceof KameletEndpoint source
                            && source.getRouteId().equals(route.getRouteId()))
                    .findFirst()
                    .filter(this::ends)
                    .isPresent();
        }
        return end.isPresent() && end.get() instanceof DataverseEndpoint dataverse && dataverse.keepsLines();
    }

    /** Whether it is the place in a kamelet where the steps of the route that uses it come in. */
    private static boolean isSink(KameletEndpoint kamelet) {
        return kamelet.getEndpointUri().startsWith("kamelet://sink");
    }

    /** Null when the context does not keep it. */
    private static RouteDefinition definition(Route route) {
        Model model = route.getCamelContext().getCamelContextExtension().getContextPlugin(Model.class);
        return model == null ? null : model.getRouteDefinition(route.getRouteId());
    }

    /** Where the step sends to; nothing when it is another step, or cannot be known without its message. */
    private static Optional<Endpoint> endpoint(CamelContext context, ProcessorDefinition<?> step) {
        if (step instanceof ToDefinition to && step.getClass() == ToDefinition.class) {
            try {
                return Optional.ofNullable(context.hasEndpoint(context.resolvePropertyPlaceholders(to.getUri())));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean arePure(CamelContext context, List<ProcessorDefinition<?>> steps) {
        return steps.stream().allMatch(step -> isPure(context, step));
    }

    private static boolean isPure(CamelContext context, ProcessorDefinition<?> step) {
        if (step instanceof ExpressionNode node && !isPure(node.getExpression())) {
            return false;
        }
        if (step instanceof FilterDefinition filter) {
            return arePure(context, filter.getOutputs());
        }
        if (step instanceof ChoiceDefinition choice) {
            return choice.getWhenClauses().stream()
                            .allMatch(when -> isPure(when.getExpression()) && arePure(context, when.getOutputs()))
                    && (choice.getOtherwise() == null
                            || arePure(context, choice.getOtherwise().getOutputs()));
        }
        if (step instanceof LogDefinition log) {
            return callsNothing(log.getMessage());
        }
        return PURE_STEPS.contains(step.getClass())
                || endpoint(context, step)
                        .map(endpoint -> PURE_COMPONENTS.contains(scheme(endpoint)))
                        .orElse(false);
    }

    private static String scheme(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        return uri.substring(0, Math.max(0, uri.indexOf(':')));
    }

    private static boolean isPure(ExpressionDefinition expression) {
        return expression != null
                && expression.getLanguage() != null
                && PURE_LANGUAGES.contains(expression.getLanguage().toLowerCase(Locale.ROOT))
                && callsNothing(expression.getExpression());
    }

    /** Simple texts may call beans. */
    private static boolean callsNothing(String text) {
        return text == null || (!text.contains("bean:") && !text.contains("ref:"));
    }

    @Override
    public Line line() {
        WriteLine line = new WriteLine();
        return (exchange, inLine) -> exchange.setProperty(DataverseConstants.PLACE, new WriteLine.Place(line, inLine));
    }
}

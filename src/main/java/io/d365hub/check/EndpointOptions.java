package io.d365hub.check;

import io.d365hub.check.EndpointUse.Option;
import io.d365hub.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** Components that routes name, and the options that they give to these. */
final class EndpointOptions implements Check {

    private final EndpointCatalog catalog;

    EndpointOptions(EndpointCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        tree.endpoints().filter(use -> !use.scheme().equals(KameletUses.SCHEME)).forEach(use -> check(use, findings));
    }

    private void check(EndpointUse use, Findings findings) {
        if (!catalog.has(use.scheme())) {
            findings.add(
                    use.file(),
                    use.at(),
                    "There is no component '" + use.scheme() + "'.",
                    "None of that name is among the hub's libraries.",
                    "Check the spelling of '" + use.at().text().orElse("") + "', or add the component's jar.");
            return;
        }
        if (isAtWrongEnd(use, findings)) {
            return;
        }
        EndpointValidationResult result = catalog.validate(uri(use), use.consumer());
        if (result.getSyntaxError() != null) {
            findings.add(use.file(), use.at(), "The uri cannot be read.", result.getSyntaxError() + ".", "Correct it.");
            return;
        }
        each(result.getUnknown(), name -> unknown(use, name, findings));
        each(result.getRequired(), name -> missing(use, name, findings));
        missingPath(use, findings);
        each(result.getNotConsumerOnly(), name -> wrongEnd(use, name, findings));
        each(result.getNotProducerOnly(), name -> wrongEnd(use, name, findings));
        wrong(use, result.getInvalidBoolean(), "true or false", findings);
        wrong(use, result.getInvalidInteger(), "a whole number", findings);
        wrong(use, result.getInvalidNumber(), "a number", findings);
        wrong(use, result.getInvalidDuration(), "a duration such as 500ms, 10s or 5m", findings);
        Map<String, String> enums = cast(result.getInvalidEnum());
        enums.forEach((name, value) -> wrong(use, name, value, oneOf(result.getEnumChoices(name)), findings));
    }

    private boolean isAtWrongEnd(EndpointUse use, Findings findings) {
        ComponentModel model = model(use);
        boolean wrong = use.consumer() ? model.isProducerOnly() : model.isConsumerOnly();
        if (wrong) {
            findings.add(
                    use.file(),
                    use.at(),
                    (use.consumer() ? "No message comes from" : "Nothing can be sent to") + " '" + use.scheme() + ":'.",
                    use.consumer() ? "That endpoint only sends." : "Messages only come from that endpoint.",
                    "Use another endpoint here.");
        }
        return wrong;
    }

    private void unknown(EndpointUse use, String name, Findings findings) {
        List<String> known = options(use);
        findings.add(
                use.file(),
                place(use, name),
                "Endpoint '" + use.scheme() + ":' has no option '" + name + "'.",
                "",
                Nearest.didYouMean(
                        name,
                        known,
                        known.size() <= 20
                                ? "It takes: " + String.join(", ", known) + "."
                                : "Take it out; Camel's page about the component lists its options."));
    }

    /** {@code uri: timer} with its path among the parameters is fine; without, Camel's validation says nothing. */
    private void missingPath(EndpointUse use, Findings findings) {
        if (use.path().isEmpty()) {
            model(use).getEndpointPathOptions().stream()
                    .filter(option ->
                            option.isRequired() && use.option(option.getName()).isEmpty())
                    .forEach(option -> missing(use, option.getName(), findings));
        }
    }

    private static void missing(EndpointUse use, String name, Findings findings) {
        findings.add(
                use.file(),
                use.at(),
                "Option '" + name + "' of endpoint '" + use.scheme() + ":' is missing.",
                "The endpoint requires it.",
                "Add it to the uri or to 'parameters'.");
    }

    private static void wrongEnd(EndpointUse use, String name, Findings findings) {
        findings.add(
                use.file(),
                place(use, name),
                "Option '" + name + "' of endpoint '" + use.scheme() + ":' has no effect here.",
                use.consumer()
                        ? "It is for sending, and this endpoint only receives."
                        : "It is for receiving, and this endpoint only sends.",
                "Take it out.");
    }

    private static void wrong(EndpointUse use, Map<?, ?> options, String expected, Findings findings) {
        Map<String, String> byName = cast(options);
        byName.forEach((name, value) -> wrong(use, name, value, expected, findings));
    }

    private static void wrong(EndpointUse use, String name, String value, String expected, Findings findings) {
        findings.add(
                use.file(),
                place(use, name),
                "Option '%s' of endpoint '%s:' cannot be '%s'.".formatted(name, use.scheme(), value),
                "It is " + expected + ".",
                "Correct the value.");
    }

    private static String oneOf(List<?> choices) {
        List<String> spellings = choices.stream().map(String::valueOf).toList();
        return "one of "
                + spellings.stream()
                        .filter(choice -> spellings.size() == 1 || !isOtherSpelling(choice, spellings))
                        .collect(Collectors.joining(", "));
    }

    /** HOLD_KEY where hold-key is there too. */
    private static boolean isOtherSpelling(String choice, List<String> spellings) {
        String dashed = choice.toLowerCase(Locale.ROOT).replace('_', '-');
        return !dashed.equals(choice) && spellings.contains(dashed);
    }

    private List<String> options(EndpointUse use) {
        return model(use).getEndpointParameterOptions().stream()
                .map(ComponentModel.EndpointOptionModel::getName)
                .sorted()
                .toList();
    }

    private ComponentModel model(EndpointUse use) {
        return JsonMapper.generateComponentModel(catalog.description(use.scheme()));
    }

    private static YamlValue place(EndpointUse use, String option) {
        return use.option(option).map(Option::at).orElse(use.at());
    }

    /** One uri of all that is given, for a validation that knows nothing else. */
    private static String uri(EndpointUse use) {
        List<String> query = new ArrayList<>();
        for (Option option : use.options()) {
            query.add(option.name() + "=" + escaped(option.value()));
        }
        String base = use.path().isEmpty() ? use.scheme() : use.scheme() + ":" + use.path();
        return query.isEmpty() ? base : base + "?" + String.join("&", query);
    }

    private static String escaped(String value) {
        return value.replace("%", "%25")
                .replace("&", "%26")
                .replace("+", "%2B")
                .replace("#", "%23")
                .replace("?", "%3F")
                .replace(" ", "%20");
    }

    private static void each(Set<?> names, Consumer<String> action) {
        if (names != null) {
            names.stream()
                    .map(String::valueOf)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .forEach(action);
        }
    }

    private static Map<String, String> cast(Map<?, ?> options) {
        return options == null
                ? Map.of()
                : options.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }
}

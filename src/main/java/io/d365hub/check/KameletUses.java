package io.d365hub.check;

import io.d365hub.check.EndpointUse.Option;
import io.d365hub.check.Kamelet.Parameter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Kamelets that routes name, their parameters and the values of these. Camel takes a misspelt parameter in silence. */
final class KameletUses implements Check {

    static final String SCHEME = "kamelet";

    /** In a template these stand for the route that uses the kamelet. */
    private static final Set<String> RESERVED = Set.of("source", "sink");

    /** Options of the {@code kamelet:} endpoint itself. */
    private static final Set<String> OWN_OPTIONS = Set.of(
            "block",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "failIfNoConsumers",
            "kameletProperties",
            "lazyStartProducer",
            "location",
            "noErrorHandler",
            "timeout",
            "uuid");

    @Override
    public void check(RouteTree tree, Findings findings) {
        tree.endpoints()
                .filter(use -> use.scheme().equals(SCHEME) && !use.isDynamic())
                .filter(use -> !RESERVED.contains(use.path()))
                .forEach(use -> check(use, tree.kamelets(), findings));
    }

    private static void check(EndpointUse use, Map<String, Kamelet> kamelets, Findings findings) {
        String name = name(use);
        Kamelet kamelet = kamelets.get(name);
        if (kamelet == null) {
            Set<String> known = new TreeSet<>(kamelets.keySet());
            findings.add(
                    use.file(),
                    use.at(),
                    "Kamelet '" + name + "' does not exist.",
                    known.isEmpty()
                            ? "There are no kamelets in the folder kamelets/ beside the routes."
                            : "There are: " + String.join(", ", known) + ".",
                    Nearest.didYouMean(
                            name, known, "Use one of these, or write kamelets/" + name + Kamelet.SUFFIX + "."));
            return;
        }
        use.options().forEach(option -> check(use, kamelet, option, findings));
        kamelet.parameters().stream()
                .filter(parameter ->
                        parameter.required() && parameter.fallback().isEmpty())
                .filter(parameter -> use.option(parameter.name())
                        .filter(option -> !option.value().isBlank())
                        .isEmpty())
                .forEach(parameter -> findings.add(
                        use.file(),
                        use.at(),
                        "Parameter '" + parameter.name() + "' of kamelet '" + name + "' is missing.",
                        kamelet.file() + " requires it.",
                        "Add it to 'parameters'."));
    }

    private static void check(EndpointUse use, Kamelet kamelet, Option option, Findings findings) {
        kamelet.parameter(option.name())
                .ifPresentOrElse(parameter -> checkValue(use, kamelet, parameter, option, findings), () -> {
                    if (!OWN_OPTIONS.contains(option.name())) {
                        findings.add(
                                use.file(),
                                option.at(),
                                "Kamelet '" + kamelet.name() + "' has no parameter '" + option.name() + "'.",
                                kamelet.file() + " declares: " + String.join(", ", kamelet.parameterNames()) + ".",
                                Nearest.didYouMean(
                                        option.name(), kamelet.parameterNames(), "Take it out or use one of these."));
                    }
                });
    }

    private static void checkValue(
            EndpointUse use, Kamelet kamelet, Parameter parameter, Option option, Findings findings) {
        if (!option.isPlaceholder() && !option.value().isBlank()) {
            ParameterValues.mistake(parameter, option.value())
                    .ifPresent(mistake -> findings.add(
                            use.file(),
                            option.at(),
                            "Parameter '%s' of kamelet '%s' cannot be '%s'."
                                    .formatted(parameter.name(), kamelet.name(), option.value()),
                            kamelet.file() + " says that it is " + mistake + ".",
                            Nearest.didYouMean(option.value(), parameter.choices(), "Correct the value.")));
        }
    }

    /** The kamelet's name; {@code kamelet:name/routeId} gives its route an id. */
    static String name(EndpointUse use) {
        int slash = use.path().indexOf('/');
        return slash < 0 ? use.path() : use.path().substring(0, slash);
    }
}

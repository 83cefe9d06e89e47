package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the template of a kamelet takes as {@code {{name}}} must be among the parameters that the kamelet declares. */
final class KameletPlaceholders implements Check {

    /** Not {@code {{env:NAME}}} and the like, nor names with dots: those are settings. */
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{[?!]?([A-Za-z][A-Za-z0-9]*)}}");

    @Override
    public void check(RouteTree tree, Findings findings) {
        tree.kamelets()
                .values()
                .forEach(kamelet -> kamelet.document().get("spec").flatMap(spec -> spec.get("template")).stream()
                        .flatMap(YamlValue::all)
                        .forEach(value -> check(kamelet, value, findings)));
    }

    private static void check(Kamelet kamelet, YamlValue value, Findings findings) {
        Matcher placeholder = PARAMETER.matcher(value.text().orElse(""));
        while (placeholder.find()) {
            String name = placeholder.group(1);
            if (kamelet.parameter(name).isEmpty()) {
                findings.add(
                        kamelet.file(),
                        value,
                        "Kamelet '" + kamelet.name() + "' does not declare '" + name + "', which its template takes.",
                        "It declares: " + String.join(", ", kamelet.parameterNames()) + ".",
                        Nearest.didYouMean(name, kamelet.parameterNames(), "Add it to 'spec.definition.properties'."));
            }
        }
    }
}

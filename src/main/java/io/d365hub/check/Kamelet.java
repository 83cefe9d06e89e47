package io.d365hub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a kamelet declares.
 *
 * @param name its name, as in {@code kamelet:name}
 * @param file where it is written
 * @param parameters its parameters by name, in their order
 * @param document the whole file
 */
record Kamelet(String name, Path file, List<Parameter> parameters, YamlValue document) {

    /**
     * One parameter.
     *
     * @param type {@code string}, {@code integer}, {@code number} or {@code boolean}
     * @param format {@code duration} or empty
     * @param pattern what a text must match; empty for anything
     * @param minimum smallest number
     * @param maximum largest number
     * @param choices what it may be; none for anything
     */
    record Parameter(
            String name,
            boolean required,
            Optional<String> fallback,
            String type,
            String format,
            String pattern,
            Optional<BigDecimal> minimum,
            Optional<BigDecimal> maximum,
            List<String> choices) {}

    static final String SUFFIX = ".kamelet.yaml";

    static Kamelet of(Path file, YamlValue document) {
        Optional<YamlValue> definition = document.get("spec").flatMap(spec -> spec.get("definition"));
        Set<String> required = definition.flatMap(d -> d.get("required")).stream()
                .flatMap(list -> list.items().stream())
                .flatMap(item -> item.text().stream())
                .collect(Collectors.toSet());
        List<Parameter> parameters = definition.flatMap(d -> d.get("properties")).stream()
                .flatMap(properties -> properties.fields().stream())
                .map(field -> parameter(field, required.contains(field.name())))
                .toList();
        String fileName = file.getFileName().toString();
        return new Kamelet(fileName.substring(0, fileName.length() - SUFFIX.length()), file, parameters, document);
    }

    private static Parameter parameter(Field field, boolean required) {
        YamlValue declared = field.value();
        return new Parameter(
                field.name(),
                required,
                declared.textOf("default"),
                declared.textOf("type").orElse("string"),
                declared.textOf("format").orElse(""),
                declared.textOf("pattern").orElse(""),
                number(declared, "minimum"),
                number(declared, "maximum"),
                declared.get("enum").stream()
                        .flatMap(list -> list.items().stream())
                        .flatMap(item -> item.text().stream())
                        .toList());
    }

    private static Optional<BigDecimal> number(YamlValue declared, String field) {
        return declared.get(field)
                .map(YamlValue::json)
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue);
    }

    /** Names of the parameters, the required ones first. */
    List<String> parameterNames() {
        return parameters.stream()
                .sorted(Comparator.comparing((Parameter parameter) -> !parameter.required()))
                .map(Parameter::name)
                .toList();
    }

    Optional<Parameter> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    /** The value that a use of this kamelet gives to a parameter, or its default. */
    Optional<String> valueOf(String parameter, EndpointUse use) {
        return use.option(parameter).map(EndpointUse.Option::value).or(() -> parameter(parameter)
                .flatMap(Parameter::fallback));
    }

    /** All kamelets by name. */
    static Map<String, Kamelet> byName(Stream<Kamelet> kamelets) {
        return kamelets.collect(Collectors.toMap(Kamelet::name, kamelet -> kamelet));
    }
}

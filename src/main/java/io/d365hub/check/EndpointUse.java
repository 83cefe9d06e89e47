package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One place in a file that names an endpoint.
 *
 * @param file the file
 * @param at where the uri stands
 * @param consumer whether messages come from it
 * @param scheme the component, e.g. {@code kamelet}
 * @param path what stands between {@code scheme:} and {@code ?}, without leading slashes
 * @param options the options of the uri and of {@code parameters}
 */
record EndpointUse(Path file, YamlValue at, boolean consumer, String scheme, String path, List<Option> options) {

    /** One option; the place is the uri's where the option stands in it. */
    record Option(String name, String value, YamlValue at) {

        /** Whether the value is only known when the route starts. */
        boolean isPlaceholder() {
            return value.contains("{{");
        }
    }

    Optional<Option> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /** Whether parts of the path are only known when the route starts or a message comes. */
    boolean isDynamic() {
        return path.contains("{{") || path.contains("${");
    }
}

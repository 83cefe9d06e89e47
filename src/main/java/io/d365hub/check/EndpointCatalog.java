package io.d365hub.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.JSonSchemaResolver;
import org.apache.camel.catalog.impl.AbstractCamelCatalog;

/**
 * What the components on the class path take. Camel's validation is fed with the descriptions that lie in the components'
 * own jars; camel-catalog's copies take half a second to find, and also tell of components that the hub does not have.
 * Components without a description (our own) are described from their annotations. Thread-safe.
 */
final class EndpointCatalog {

    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";
    private static final String CLASS = "class=";

    private final AbstractCamelCatalog catalog = new AbstractCamelCatalog() {};

    EndpointCatalog() {
        catalog.setJSonSchemaResolver(new Descriptions());
    }

    /** Whether there is a component of this scheme. */
    boolean has(String scheme) {
        return catalog.componentJSonSchema(scheme) != null;
    }

    /** The description of a component that is there, as JSON. */
    String description(String scheme) {
        return catalog.componentJSonSchema(scheme);
    }

    /** Whether the component is the hub's own. */
    boolean isOurs(String scheme) {
        return Descriptions.componentClass(scheme)
                .filter(type -> type.startsWith("io.d365hub."))
                .isPresent();
    }

    /** Camel's opinion of a uri. */
    EndpointValidationResult validate(String uri, boolean consumer) {
        return catalog.validateEndpointProperties(uri, false, consumer, !consumer);
    }

    /** Only components are asked for. */
    private static final class Descriptions implements JSonSchemaResolver {

        private final Map<String, Optional<String>> components = new ConcurrentHashMap<>();

        @Override
        public String getComponentJSonSchema(String scheme) {
            return components.computeIfAbsent(scheme, Descriptions::describe).orElse(null);
        }

        private static Optional<String> describe(String scheme) {
            return componentClass(scheme).flatMap(type -> {
                String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
                return resource("META-INF/" + folder + "/" + scheme + ".json")
                        .or(() -> AnnotatedEndpoint.describe(scheme, type));
            });
        }

        private static Optional<String> componentClass(String scheme) {
            return resource(SERVICES + scheme).flatMap(text -> text.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(CLASS))
                    .map(line -> line.substring(CLASS.length()).strip())
                    .findFirst());
        }

        private static Optional<String> resource(String name) {
            try (InputStream in = EndpointCatalog.class.getClassLoader().getResourceAsStream(name)) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void setClassLoader(ClassLoader classLoader) {
            // the hub has one
        }

        @Override
        public String getDataFormatJSonSchema(String name) {
            return null;
        }

        @Override
        public String getLanguageJSonSchema(String name) {
            return null;
        }

        @Override
        public String getTransformerJSonSchema(String name) {
            return null;
        }

        @Override
        public String getDevConsoleJSonSchema(String name) {
            return null;
        }

        @Override
        public String getOtherJSonSchema(String name) {
            return null;
        }

        @Override
        public String getModelJSonSchema(String name) {
            return null;
        }

        @Override
        public String getMainJsonSchema() {
            return null;
        }

        @Override
        public String getJBangJsonSchema() {
            return null;
        }

        @Override
        public String getPojoBeanJSonSchema(String name) {
            return null;
        }
    }
}

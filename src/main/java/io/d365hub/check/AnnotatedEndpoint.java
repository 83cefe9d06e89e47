package io.d365hub.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;

/**
 * Describes an endpoint from its annotations, in the form that Camel's build plug-in would have written. The endpoint of
 * {@code FooComponent} is {@code FooEndpoint} beside it.
 */
final class AnnotatedEndpoint {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode options = JSON.objectNode();

    private AnnotatedEndpoint() {}

    /** The description as JSON; empty when the class is not there or not annotated. */
    static Optional<String> describe(String scheme, String componentClass) {
        try {
            Class<?> endpoint = Class.forName(
                    componentClass.replaceFirst("Component$", "Endpoint"),
                    false,
                    AnnotatedEndpoint.class.getClassLoader());
            UriEndpoint about = endpoint.getAnnotation(UriEndpoint.class);
            return about == null ? Optional.empty() : Optional.of(describe(scheme, endpoint, about));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String describe(String scheme, Class<?> endpoint, UriEndpoint about) {
        AnnotatedEndpoint described = new AnnotatedEndpoint();
        described.addOptions(endpoint, "");
        ObjectNode json = JSON.objectNode();
        json.putObject("component")
                .put("kind", "component")
                .put("name", scheme)
                .put("scheme", scheme)
                .put("syntax", about.syntax())
                .put("title", about.title())
                .put("javaType", endpoint.getName())
                .put("consumerOnly", about.consumerOnly())
                .put("producerOnly", about.producerOnly())
                .put("lenientProperties", about.lenientProperties());
        json.putObject("componentProperties");
        json.set("properties", described.options);
        return json.toString();
    }

    private void addOptions(Class<?> type, String prefix) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    addOption(field, prefix);
                }
            }
        }
    }

    private void addOption(Field field, String prefix) {
        UriParams nested = field.getAnnotation(UriParams.class);
        UriPath path = field.getAnnotation(UriPath.class);
        UriParam parameter = field.getAnnotation(UriParam.class);
        if (nested != null) {
            addOptions(field.getType(), prefix + nested.prefix());
        } else if (path != null) {
            add(field, "path", name(path.name(), field), path.label(), path.enums());
        } else if (parameter != null && field.getType().isAnnotationPresent(UriParams.class)) {
            addOptions(field.getType(), prefix);
        } else if (parameter != null) {
            ObjectNode option = add(
                    field, "parameter", prefix + name(parameter.name(), field), parameter.label(), parameter.enums());
            option.put("multiValue", parameter.multiValue()).put("prefix", parameter.prefix());
        }
    }

    private ObjectNode add(Field field, String kind, String name, String label, String enums) {
        Metadata metadata = field.getAnnotation(Metadata.class);
        Set<String> choices = choices(field, enums.isEmpty() && metadata != null ? metadata.enums() : enums);
        ObjectNode option = options.putObject(name)
                .put("index", options.size() - 1)
                .put("kind", kind)
                .put("label", label)
                .put("required", metadata != null && metadata.required())
                .put("type", type(field.getType()))
                .put("javaType", field.getType().getName());
        if (!choices.isEmpty()) {
            ArrayNode list = option.put("type", "enum").putArray("enum");
            choices.forEach(list::add);
        }
        return option;
    }

    /** For a Java enum both spellings that Camel's conversion takes: hold-key and HOLD_KEY. */
    private static Set<String> choices(Field field, String enums) {
        Set<String> choices = new LinkedHashSet<>();
        if (!enums.isEmpty()) {
            Arrays.stream(enums.split(",")).map(String::strip).forEach(choices::add);
        } else if (field.getType().isEnum()) {
            for (Object constant : field.getType().getEnumConstants()) {
                String name = ((Enum<?>) constant).name();
                choices.add(name.toLowerCase(Locale.ROOT).replace('_', '-'));
                choices.add(name);
            }
        }
        return choices;
    }

    private static String type(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == float.class || type == Double.class || type == Float.class) {
            return "number";
        }
        if (type == Duration.class) {
            return "duration";
        }
        return type == String.class ? "string" : "object";
    }

    private static String name(String given, Field field) {
        return given.isEmpty() ? field.getName() : given;
    }
}

package io.d365hub.catalog;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointHeaderModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.JsonMapper;

/**
 * A component as Camel's catalog describes it: its options, those of its endpoints, and its headers, in JSON. Camel's own
 * generator is a plug-in of Maven that runs after compilation and wants its output committed; this reads the same
 * annotations by reflection, and a test compares.
 */
final class ComponentDescription {

    private final ComponentModel model = new ComponentModel();

    private ComponentDescription() {}

    /** The JSON of the component whose endpoints are of this class. */
    static String of(Class<? extends Component> component, Class<? extends Endpoint> endpoint) {
        ComponentDescription description = new ComponentDescription();
        description.describe(component, endpoint.getAnnotation(UriEndpoint.class));
        description.componentOptions(component);
        description.endpointOptions(endpoint, null);
        description.headers(endpoint.getAnnotation(UriEndpoint.class).headersClass());
        return JsonMapper.createParameterJsonSchema(description.model) + "\n";
    }

    private void describe(Class<?> component, UriEndpoint endpoint) {
        model.setName(endpoint.scheme());
        model.setScheme(endpoint.scheme());
        model.setTitle(endpoint.title());
        model.setDescription(endpoint.title() + " of D365 Hub.");
        model.setSyntax(endpoint.syntax());
        model.setFirstVersion(endpoint.firstVersion());
        model.setConsumerOnly(endpoint.consumerOnly());
        model.setProducerOnly(endpoint.producerOnly());
        model.setRemote(endpoint.remote());
        model.setJavaType(component.getName());
        model.setGroupId("io.d365hub");
        model.setArtifactId("d365-hub");
        model.setVersion(endpoint.firstVersion());
        model.setLabel(Stream.of(endpoint.category())
                .map(category -> category.getValue())
                .collect(Collectors.joining(",")));
    }

    /** Most general class first, as Camel orders them. */
    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            fields.addAll(
                    0,
                    Arrays.stream(each.getDeclaredFields())
                            .filter(field -> !Modifier.isStatic(field.getModifiers()))
                            .toList());
        }
        return fields;
    }

    private void componentOptions(Class<?> component) {
        for (Field field : fields(component)) {
            Metadata metadata = field.getAnnotation(Metadata.class);
            if (metadata != null && !metadata.skip()) {
                ComponentOptionModel option = new ComponentOptionModel();
                option.setKind("property");
                option.setIndex(model.getComponentOptions().size());
                fill(option, field.getName(), field.getType(), metadata);
                model.addComponentOption(option);
            }
        }
    }

    private void endpointOptions(Class<?> type, Field holder) {
        for (Field field : fields(type)) {
            UriPath path = field.getAnnotation(UriPath.class);
            UriParam param = field.getAnnotation(UriParam.class);
            if (param != null && field.getType().isAnnotationPresent(UriParams.class)) {
                endpointOptions(field.getType(), field);
            } else if (path != null || param != null) {
                EndpointOptionModel option = new EndpointOptionModel();
                option.setIndex(model.getEndpointOptions().size());
                if (path == null) {
                    option.setKind("parameter");
                    named(option, named(param.name(), field), param.label(), param.description());
                    typed(option, field.getType(), param.javaType(), param.enums());
                    option.setDefaultValue(value(option, param.defaultValue()));
                    option.setSecret(param.secret());
                    option.setDisplayName(shown(param.displayName(), option.getName()));
                } else {
                    option.setKind("path");
                    named(option, named(path.name(), field), path.label(), path.description());
                    typed(option, field.getType(), path.javaType(), path.enums());
                    option.setDisplayName(shown(path.displayName(), option.getName()));
                }
                Metadata more = field.getAnnotation(Metadata.class);
                option.setRequired(path != null || (more != null && more.required()));
                if (holder != null) {
                    option.setConfigurationClass(type.getName());
                    option.setConfigurationField(holder.getName());
                }
                model.addEndpointOption(option);
            }
        }
    }

    private void headers(Class<?> constants) {
        for (Field field : constants.getDeclaredFields()) {
            Metadata metadata = field.getAnnotation(Metadata.class);
            if (metadata != null) {
                EndpointHeaderModel header = new EndpointHeaderModel();
                header.setKind("header");
                header.setIndex(model.getEndpointHeaders().size());
                header.setConstantName(constants.getName() + "#" + field.getName());
                fill(header, text(field), String.class, metadata);
                header.setDisplayName("");
                model.addEndpointHeader(header);
            }
        }
    }

    private static String text(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The constant " + constant + " is not public", e);
        }
    }

    private static void fill(BaseOptionModel option, String name, Class<?> type, Metadata metadata) {
        named(option, name, metadata.label(), metadata.description());
        typed(option, type, metadata.javaType(), metadata.enums());
        option.setDefaultValue(value(option, metadata.defaultValue()));
        option.setSecret(metadata.secret());
        option.setRequired(metadata.required());
        option.setDisplayName(shown(metadata.displayName(), name));
    }

    private static void named(BaseOptionModel option, String name, String label, String description) {
        option.setName(name);
        option.setLabel(label);
        option.setGroup(group(label));
        option.setDescription(description);
    }

    private static String group(String label) {
        if (label.contains("security")) {
            return "security";
        }
        boolean advanced = label.contains("advanced");
        String side = label.contains("consumer") ? "consumer" : label.contains("producer") ? "producer" : "common";
        return advanced ? side.equals("common") ? "advanced" : side + " (advanced)" : side;
    }

    private static void typed(BaseOptionModel option, Class<?> type, String javaType, String enums) {
        String java = javaType.isEmpty() ? type.getCanonicalName() : javaType;
        option.setJavaType(java);
        List<String> values = type.isEnum() && enums.isEmpty()
                ? Arrays.stream(type.getEnumConstants())
                        .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                        .toList()
                : enums.isEmpty() ? List.of() : List.of(enums.split(","));
        // A list of kinds that may be joined is no enumeration of values.
        option.setEnums(values.isEmpty() || option.getDescription().contains("separated by") ? null : values);
        option.setType(option.getEnums() == null ? kind(java) : "enum");
    }

    private static String kind(String javaType) {
        return switch (javaType) {
            case "java.lang.String", "String" -> "string";
            case "int", "long", "java.lang.Integer", "java.lang.Long", "Integer", "Long" -> "integer";
            case "double", "float" -> "number";
            case "boolean", "java.lang.Boolean", "Boolean" -> "boolean";
            case "java.time.Duration" -> "duration";
            default -> "object";
        };
    }

    private static Object value(BaseOptionModel option, String text) {
        if (text.isEmpty()) {
            return null;
        }
        return "boolean".equals(option.getType()) ? (Object) Boolean.valueOf(text) : text;
    }

    private static String named(String given, Field field) {
        return given.isEmpty() ? field.getName() : given;
    }

    private static String shown(String given, String name) {
        if (!given.isEmpty()) {
            return given;
        }
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2");
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }
}

package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Beans that steps name by {@code ref} or {@code #name}, and classes that they name. */
final class BeanReferences implements Check {

    private static final Set<String> STEPS_WITH_REF = Set.of("bean", "process");
    private static final Set<String> TYPED = Set.of("class:", "type:", "property:");
    private static final Set<String> REFERRING =
            Set.of("aggregationStrategy", "onExceptionOccurredRef", "onPrepareFailureRef", "processorRef", "beanType");

    private final Path routes;
    private final Path plugins;

    /** Both folders from the home folder, or absolute. */
    BeanReferences(Path routes, Path plugins) {
        this.routes = routes;
        this.plugins = plugins;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        if (hasPlugIns(tree.home())) {
            return; // what their jars and classes bind is known when the routes are started
        }
        Map<String, YamlValue> known = declared(tree, findings);
        tree.documents()
                .forEach((file, document) -> FieldWalk.over(document, (parent, field) -> {
                    if (STEPS_WITH_REF.contains(parent) && field.name().equals("ref")) {
                        reference(file, field, field.value().text().orElse(""), known, findings);
                    } else if (field.name().equals("beanType")
                            || (field.name().equals("type") && parent.equals("beans"))) {
                        type(file, field, field.value().text().orElse(""), findings);
                    } else if (REFERRING.contains(field.name())
                            || field.value()
                                    .text()
                                    .filter(text -> text.startsWith("#"))
                                    .isPresent()) {
                        reference(file, field, field.value().text().orElse(""), known, findings);
                    }
                }));
        tree.endpoints()
                .filter(use -> use.scheme().equals("bean") && !use.isDynamic())
                .filter(use -> !known.containsKey(use.path()) && !isClass(use.path()))
                .forEach(use -> unknown(use.file(), use.at(), use.path(), known, findings));
    }

    private boolean hasPlugIns(Path home) {
        return Stream.of(home.resolve(plugins), home.resolve(routes)).anyMatch(BeanReferences::holdsJava);
    }

    private static boolean holdsJava(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).anyMatch(name -> name.endsWith(".jar") || name.endsWith(".java"));
        } catch (IOException e) {
            return false; // gone between the two looks at it
        }
    }

    private static Map<String, YamlValue> declared(RouteTree tree, Findings findings) {
        Map<String, YamlValue> known = new TreeMap<>();
        Map<String, Path> files = new TreeMap<>();
        tree.routes().forEach(file -> file.items("beans").stream()
                .flatMap(beans -> beans.items().stream())
                .flatMap(bean -> bean.get("name").stream())
                .forEach(name -> name.text().ifPresent(text -> {
                    Path other = files.putIfAbsent(text, file.file());
                    known.putIfAbsent(text, name);
                    if (other != null) {
                        findings.add(
                                file.file(),
                                name,
                                "Bean '" + text + "' is declared twice.",
                                "It is also declared in " + other + ", and only one of them would count.",
                                "Give one of them another name.");
                    }
                })));
        return known;
    }

    private static void reference(
            Path file, Field field, String text, Map<String, YamlValue> known, Findings findings) {
        String name = text.startsWith("#") ? text.substring(1) : text;
        if (name.startsWith("class:")) {
            type(file, field, name.substring("class:".length()).replaceFirst("[(#].*", ""), findings);
            return;
        }
        if (TYPED.stream().anyMatch(name::startsWith) || name.isBlank() || name.contains("{{") || name.contains("${")) {
            return;
        }
        String bean = name.startsWith("bean:") ? name.substring("bean:".length()) : name;
        if (bean.matches("[A-Za-z_][\\w.-]*") && !known.containsKey(bean) && !isClass(bean)) {
            unknown(file, field.value(), bean, known, findings);
        }
    }

    private static void unknown(Path file, YamlValue at, String bean, Map<String, YamlValue> known, Findings findings) {
        Set<String> names = new TreeSet<>(known.keySet());
        findings.add(
                file,
                at,
                "There is no bean '" + bean + "'.",
                names.isEmpty() ? "No file declares beans." : "There are: " + String.join(", ", names) + ".",
                Nearest.didYouMean(
                        bean,
                        names,
                        "Declare it under 'beans:', set hub.datasource." + bean
                                + ".url when it is a data source, or name a class" + " with '#class:'."));
    }

    private static void type(Path file, Field field, String name, Findings findings) {
        String type =
                name.startsWith("#class:") ? name.substring("#class:".length()).replaceFirst("[(#].*", "") : name;
        if (!type.isBlank() && !type.contains("{{") && !isClass(type)) {
            findings.add(
                    file,
                    field.value(),
                    "There is no class '" + type + "'.",
                    "None of that name is among the hub's libraries.",
                    "Check the spelling, or put the jar with it into plugins/.");
        }
    }

    private static boolean isClass(String name) {
        Function<String, Boolean> found = candidate -> {
            try {
                Class.forName(candidate, false, BeanReferences.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException | LinkageError e) {
                return false;
            }
        };
        return name.contains(".") && found.apply(name);
    }
}

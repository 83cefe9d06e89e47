package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.spi.Language;

/**
 * Expressions in Simple, jq, Groovy, JSONPath and XPath, compiled by Camel's own languages as far as they are among the hub's libraries;
 * the ones of {@code resource:file:...} in their file.
 */
final class Expressions implements Check {

    private static final String RESOURCE = "resource:file:";
    private static final String SIMPLE = "simple";
    private static final String GROOVY = "groovy";
    private static final Set<String> COMPILED =
            Set.of(SIMPLE, "jq", GROOVY, "jsonpath", "xpath", "xquery", "spel", "mvel", "ognl");

    /** Fields whose expression is asked for yes or no. */
    private static final Set<String> PREDICATES = Set.of(
            "filter", "when", "validate", "onWhen", "retryWhile", "completionPredicate", "loopDoWhile", "handled");

    @Override
    public void check(RouteTree tree, Findings findings) {
        try (CamelContext context = new DefaultCamelContext()) {
            context.build();
            Compiler compiler = new Compiler(context, tree.home(), findings);
            tree.documents()
                    .forEach((file, document) -> FieldWalk.over(document, (parent, field) -> {
                        if (COMPILED.contains(field.name())) {
                            compiler.compile(file, parent, field.name(), text(field));
                        } else if (isLogMessage(parent, field)) {
                            compiler.compile(file, "", SIMPLE, Optional.of(field.value()));
                        }
                    }));
        } catch (Exception e) {
            throw new IllegalStateException("A Camel context that was never started cannot be closed", e);
        }
    }

    private static Optional<YamlValue> text(Field field) {
        return field.value().isObject() ? field.value().get("expression") : Optional.of(field.value());
    }

    private static boolean isLogMessage(String parent, Field field) {
        return (field.name().equals("log") && !field.value().isObject())
                || (parent.equals("log") && field.name().equals("message"));
    }

    /** Compiles one expression after the other. */
    private static final class Compiler {

        private final CamelContext context;
        private final Path home;
        private final Findings findings;

        Compiler(CamelContext context, Path home, Findings findings) {
            this.context = context;
            this.home = home;
            this.findings = findings;
        }

        void compile(Path file, String parent, String language, Optional<YamlValue> at) {
            String text = at.flatMap(YamlValue::text).orElse("");
            if (text.isBlank() || text.contains("{{")) {
                return;
            }
            Optional<Language> known = language(language);
            if (known.isEmpty()) {
                findings.add(
                        file,
                        at.orElseThrow(),
                        "There is no language '" + language + "'.",
                        "None of that name is among the hub's libraries.",
                        "Use another language here, or add its jar.");
            } else if (text.startsWith(RESOURCE)) {
                compileFile(file, at.orElseThrow(), language, known.get(), text.substring(RESOURCE.length()), parent);
            } else {
                mistake(known.get(), language, text, PREDICATES.contains(parent))
                        .ifPresent(said -> findings.add(
                                file,
                                at.orElseThrow(),
                                "This expression does not compile.",
                                title(language) + " says: " + said.reason() + ".",
                                "Correct it."));
            }
        }

        private void compileFile(Path file, YamlValue at, String language, Language known, String name, String parent) {
            Path resource = home.resolve(name);
            String text;
            try {
                text = Files.readString(resource);
            } catch (IOException e) {
                findings.add(
                        file,
                        at,
                        "File '" + name + "' does not exist.",
                        "It would be read from the hub's home folder.",
                        "Write it, or correct the name.");
                return;
            }
            mistake(known, language, text, PREDICATES.contains(parent))
                    .ifPresent(said -> findings.add(
                            Path.of(name),
                            said.line(),
                            said.column(),
                            "This mapping does not compile.",
                            title(language) + " says: " + said.reason() + ".",
                            "Correct it."));
        }

        private Optional<Language> language(String name) {
            try {
                return Optional.of(context.resolveLanguage(name));
            } catch (NoSuchLanguageException e) {
                return Optional.empty();
            }
        }

        private Optional<ExpressionMistake> mistake(Language language, String name, String text, boolean predicate) {
            if (name.equals(GROOVY)) {
                return ExpressionMistake.ofGroovy(text); // Camel would compile it with the first message
            }
            try {
                if (predicate && name.equals(SIMPLE)) {
                    language.createPredicate(text).init(context);
                } else {
                    language.createExpression(text).init(context);
                }
                return language instanceof JqLanguage jq ? unknownFunction(jq, text) : Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of(ExpressionMistake.of(e));
            }
        }

        /** What jq itself would only say of a message. */
        private static Optional<ExpressionMistake> unknownFunction(JqLanguage jq, String program) {
            Set<String> known = jq.getRootScope().getLocalFunctions().keySet();
            return JqCalls.of(program).stream()
                    .filter(call -> !known.contains(call.name()) && !known.contains(call.signature()))
                    .findFirst()
                    .map(call -> ExpressionMistake.at(program, call.offset(), whyUnknown(call, known)));
        }

        private static String whyUnknown(JqCalls.Call call, Set<String> known) {
            String others = known.stream()
                    .filter(name -> name.startsWith(call.name() + "/"))
                    .map(name -> name.substring(name.indexOf('/') + 1))
                    .sorted()
                    .collect(Collectors.joining(" or "));
            if (!others.isEmpty()) {
                return "function '" + call.name() + "' takes " + others + " argument" + (others.equals("1") ? "" : "s")
                        + ", not " + call.arguments();
            }
            List<String> names = known.stream()
                    .map(name -> name.replaceFirst("/\\d+$", ""))
                    .filter(name -> !name.startsWith("_"))
                    .distinct()
                    .sorted()
                    .toList();
            return "there is no function '" + call.name() + "'"
                    + Nearest.of(call.name(), names)
                            .map(near -> "; perhaps '" + near + "' is meant")
                            .orElse("");
        }

        private static String title(String language) {
            return language.substring(0, 1).toUpperCase(Locale.ROOT) + language.substring(1);
        }
    }
}

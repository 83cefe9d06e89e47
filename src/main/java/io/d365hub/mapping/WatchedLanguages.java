package io.d365hub.mapping;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.LanguageResolver;

/**
 * Gives routes the languages in which a program can go on for ever in a form that is watched, wherever an expression stands; Simple has
 * no loops; where a site adds Camel's beans it calls them by the language {@code bean}. What belongs to one of these languages is loaded when a route asks for it.
 */
final class WatchedLanguages implements LanguageResolver {

    /** Those that nobody looks up by their class. */
    private static final Set<String> WRAPPED = Set.of("bean", "xquery", "js");

    private final LanguageResolver languages;
    private final MappingGuard guard;

    WatchedLanguages(LanguageResolver languages, MappingGuard guard) {
        this.languages = languages;
        this.guard = guard;
    }

    @Override
    public Language resolveLanguage(String name, CamelContext context) {
        if (context.getRegistry().lookupByNameAndType(name, Language.class) != null) {
            return languages.resolveLanguage(name, context);
        }
        return switch (name) {
            case "groovy" -> new WatchedGroovy(guard);
            case "jq" -> new WatchedJq(guard);
            default -> {
                Language language = languages.resolveLanguage(name, context);
                yield WRAPPED.contains(name) ? new Watched(name, language) : language;
            }
        };
    }

    /** A language whose expressions are watched. */
    private final class Watched implements Language {

        private final String name;
        private final Language language;

        Watched(String name, Language language) {
            this.name = name;
            this.language = language;
        }

        @Override
        public Predicate createPredicate(String text) {
            return WatchedExpression.predicate(language.createPredicate(text), guard, mapping(text));
        }

        @Override
        public Expression createExpression(String text) {
            return new WatchedExpression(language.createExpression(text), guard, mapping(text));
        }

        @Override
        public Predicate createPredicate(String text, Object[] properties) {
            return WatchedExpression.predicate(language.createPredicate(text, properties), guard, mapping(text));
        }

        @Override
        public Expression createExpression(String text, Object[] properties) {
            return new WatchedExpression(language.createExpression(text, properties), guard, mapping(text));
        }

        private WatchedMapping mapping(String text) {
            return guard.watched(WatchedExpression.name(name, text));
        }
    }
}

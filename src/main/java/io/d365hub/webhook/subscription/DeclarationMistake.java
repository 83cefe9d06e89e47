package io.d365hub.webhook.subscription;

import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is wrong in a file that declares a subscription.
 *
 * @param line from 1; 0 when it is about the whole file
 * @param column from 1; 0 when it is about the whole file
 * @param sentences what is wrong and how to mend it
 */
public record DeclarationMistake(Path file, int line, int column, String sentences) {

    private static final Pattern MEMBER = Pattern.compile("^'([^']+)'");

    static DeclarationMistake of(Path file, String sentences) {
        return new DeclarationMistake(file, 0, 0, sentences);
    }

    static DeclarationMistake of(Path file, YamlSyntaxException e) {
        return new DeclarationMistake(
                file,
                e.line(),
                e.column(),
                "This is not valid YAML. The parser says: " + e.getMessage()
                        + ". Check indentation, quotes and brackets here and just above.");
    }

    /** One for each mistake, at the member that it is about. */
    static List<DeclarationMistake> of(Path file, YamlValue document, InvalidSubscriptionException e) {
        return e.mistakes().stream()
                .map(sentences -> {
                    YamlValue at = member(document, sentences).orElse(document);
                    return new DeclarationMistake(file, at.line(), at.column(), sentences);
                })
                .toList();
    }

    private static Optional<YamlValue> member(YamlValue document, String sentences) {
        Matcher member = MEMBER.matcher(sentences);
        return member.find() && document.isObject()
                ? document.fields().stream()
                        .filter(field -> field.name().equals(member.group(1)))
                        .map(YamlValue.Field::value)
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line + ":" + column : "") + ": " + sentences;
    }
}

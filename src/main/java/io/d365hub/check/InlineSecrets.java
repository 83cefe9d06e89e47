package io.d365hub.check;

import io.d365hub.check.EndpointUse.Option;
import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.JsonMapper;

/** Passwords and the like that stand in a file, where everybody who may read the repository reads them. */
final class InlineSecrets implements Check {

    private static final Pattern TELLING_NAME = Pattern.compile(
            "(?i).*(password|passphrase|passwd|secret|api[-_]?key|access[-_]?key|sas[-_]?key|private[-_]?key|accessToken|bearerToken|connectionString)");
    /** Camel counts names of users among the secrets; they may be read. */
    private static final Pattern USER_NAME = Pattern.compile("(?i).*(user|username|clientId|accountName)");

    private static final Pattern USER_IN_URL = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@{}$]+:[^/\\s@{}$]+@.*");
    private static final Pattern KEY_IN_TEXT = Pattern.compile(
            "(?i).*\\b(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=[^;{}$\\s]{4,}.*");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(Basic|Bearer)\\s+[A-Za-z0-9+/_=.-]{8,}");

    private final EndpointCatalog catalog;

    InlineSecrets(EndpointCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        Set<String> told = new HashSet<>();
        tree.endpoints().forEach(use -> use.options().forEach(option -> option(use, option, told, findings)));
        tree.documents()
                .forEach((file, document) -> FieldWalk.over(document, (parent, field) -> {
                    String text = field.value().text().orElse("");
                    header(file, field.value(), told, findings);
                    if (USER_IN_URL.matcher(text).matches()
                            || KEY_IN_TEXT.matcher(text).matches()
                            || AUTHORIZATION.matcher(text).matches()) {
                        tell(file, field.value(), "A secret is written in this text.", told, findings);
                    } else if (isLiteral(text)
                            && TELLING_NAME.matcher(field.name()).matches()) {
                        tell(file, field.value(), "The value of '" + field.name() + "' is a secret.", told, findings);
                    }
                }));
    }

    /** {@code setHeader: {name: X-API-Key, constant: ...}}. */
    private static void header(Path file, YamlValue step, Set<String> told, Findings findings) {
        step.textOf("name")
                .filter(name -> TELLING_NAME.matcher(name).matches())
                .flatMap(name -> step.get("constant")
                        .or(() -> step.get("expression").flatMap(expression -> expression.get("constant"))))
                .map(constant -> constant.get("expression").orElse(constant))
                .filter(constant -> isLiteral(constant.text().orElse("")))
                .ifPresent(constant -> tell(
                        file,
                        constant,
                        "The value of '" + step.textOf("name").orElse("") + "' is a secret.",
                        told,
                        findings));
    }

    private void option(EndpointUse use, Option option, Set<String> told, Findings findings) {
        boolean secret = TELLING_NAME.matcher(option.name()).matches()
                || (!USER_NAME.matcher(option.name()).matches() && isDeclaredSecret(use, option.name()));
        if (secret && isLiteral(option.value())) {
            YamlValue at = option.at();
            tell(
                    use.file(),
                    at,
                    "The value of option '" + option.name() + "' of endpoint '" + use.scheme() + ":' is a secret.",
                    told,
                    findings);
        }
    }

    private boolean isDeclaredSecret(EndpointUse use, String name) {
        return catalog.has(use.scheme())
                && JsonMapper.generateComponentModel(catalog.description(use.scheme())).getEndpointOptions().stream()
                        .anyMatch(known -> known.getName().equals(name) && ((BaseOptionModel) known).isSecret());
    }

    private static boolean isLiteral(String value) {
        return !value.isBlank()
                && !value.contains("{{")
                && !value.contains("${")
                && !value.startsWith("#")
                && !value.equals("true")
                && !value.equals("false");
    }

    private static void tell(Path file, YamlValue at, String what, Set<String> told, Findings findings) {
        if (told.add(file + ":" + at.line())) {
            findings.add(
                    file,
                    at,
                    what,
                    "Files of routes lie in repositories and backups, where many may read them.",
                    "Change it where it is valid, and write {{env:NAME}} here; NAME is then an environment variable of the hub.");
        }
    }
}

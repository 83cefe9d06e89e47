package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

/**
 * The integrations that routes declare with {@code lane:}, most of them through a kamelet: each has its own name, and its
 * record key can be read.
 */
final class IntegrationUses implements Check {

    private static final String LANE = "lane";
    private static final String RECORD_KEY = "recordKey";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");

    /** One declaration of an integration; the record key and format may be missing or unknown until the start. */
    private record Declared(
            EndpointUse use,
            String name,
            YamlValue nameAt,
            Optional<String> recordKey,
            YamlValue keyAt,
            String format) {}

    @Override
    public void check(RouteTree tree, Findings findings) {
        Map<String, Path> byName = new HashMap<>();
        declared(tree).forEach(declared -> {
            Path other = byName.putIfAbsent(declared.name(), declared.use().file());
            if (other != null) {
                findings.add(
                        declared.use().file(),
                        declared.nameAt(),
                        "Integration '" + declared.name() + "' is declared twice.",
                        "It is also declared in " + other + ", and messages can only go to one route.",
                        "Give one of them another name.");
            }
            checkRecordKey(declared, findings);
        });
    }

    private static Stream<Declared> declared(RouteTree tree) {
        return tree.routes().stream()
                .flatMap(route -> route.endpoints().stream())
                .flatMap(use -> {
                    if (use.scheme().equals(LANE)) {
                        return Stream.of(direct(use));
                    }
                    Kamelet kamelet = use.scheme().equals(KameletUses.SCHEME)
                            ? tree.kamelets().get(KameletUses.name(use))
                            : null;
                    return kamelet == null ? Stream.empty() : through(kamelet, use);
                });
    }

    private static Declared direct(EndpointUse use) {
        return new Declared(
                use,
                use.path(),
                use.at(),
                use.option(RECORD_KEY).map(EndpointUse.Option::value),
                use.option(RECORD_KEY).map(EndpointUse.Option::at).orElse(use.at()),
                use.option("format").map(EndpointUse.Option::value).orElse("json"));
    }

    private static Stream<Declared> through(Kamelet kamelet, EndpointUse use) {
        List<EndpointUse> template = EndpointUses.in(kamelet.file(), kamelet.document());
        return template.stream()
                .filter(lane -> lane.scheme().equals(LANE))
                .flatMap(lane -> resolve(kamelet, use, lane.path()).stream()
                        .map(name -> new Declared(
                                use,
                                name,
                                placeOf(use, lane.path()),
                                option(kamelet, use, lane, RECORD_KEY),
                                lane.option(RECORD_KEY)
                                        .map(option -> placeOf(use, option.value()))
                                        .orElse(use.at()),
                                option(kamelet, use, lane, "format").orElse("json"))));
    }

    private static Optional<String> option(Kamelet kamelet, EndpointUse use, EndpointUse lane, String name) {
        return lane.option(name).flatMap(option -> resolve(kamelet, use, option.value()));
    }

    /** The template's text with the parameters of the use put in; empty when one is missing. */
    private static Optional<String> resolve(Kamelet kamelet, EndpointUse use, String text) {
        StringBuilder resolved = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            Optional<String> value = kamelet.valueOf(placeholder.group(1), use);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            placeholder.appendReplacement(resolved, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(placeholder.appendTail(resolved).toString());
    }

    /** Where the use of a kamelet gives the first parameter that the template's text needs. */
    private static YamlValue placeOf(EndpointUse use, String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.find()
                ? use.option(placeholder.group(1)).map(EndpointUse.Option::at).orElse(use.at())
                : use.at();
    }

    private static void checkRecordKey(Declared declared, Findings findings) {
        declared.recordKey()
                .filter(key -> !key.isBlank() && !key.contains("{{"))
                .filter(key -> declared.format().equals("xml") ? !isXPath(key) : !isPointer(key))
                .ifPresent(key -> findings.add(
                        declared.use().file(),
                        declared.keyAt(),
                        "Record key '" + key + "' cannot be read.",
                        declared.format().equals("xml")
                                ? "The messages are XML, and this is no XPath."
                                : "The messages are JSON, and this is no JSON Pointer: it must begin with '/'.",
                        declared.format().equals("xml") ? "Write e.g. /order/@number." : "Write e.g. /order_number."));
    }

    private static boolean isPointer(String key) {
        return key.startsWith("/") && !key.matches(".*~([^01].*|$)");
    }

    private static boolean isXPath(String key) {
        try {
            XPathFactory.newInstance().newXPath().compile(key);
            return true;
        } catch (XPathExpressionException e) {
            return false;
        }
    }
}

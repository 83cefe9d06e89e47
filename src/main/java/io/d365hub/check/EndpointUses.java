package io.d365hub.check;

import io.d365hub.check.EndpointUse.Option;
import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.URISupport;

/** Finds the endpoints that a file of routes names, in the long form ({@code uri:}, {@code parameters:}) and the short one. */
final class EndpointUses {

    /** Steps that may be given as {@code step: "uri"}. */
    private static final Set<String> SHORT_FORM =
            Set.of("from", "to", "toD", "wireTap", "poll", "deadLetterUri", "interceptSendToEndpoint");

    private static final Set<String> CONSUMERS = Set.of("from", "poll", "pollEnrich");

    private final Path file;
    private final List<EndpointUse> uses = new ArrayList<>();

    private EndpointUses(Path file) {
        this.file = file;
    }

    static List<EndpointUse> in(Path file, YamlValue document) {
        EndpointUses uses = new EndpointUses(file);
        uses.visit("", document);
        return List.copyOf(uses.uses);
    }

    private void visit(String step, YamlValue value) {
        value.items().forEach(item -> visit(step, item));
        Optional<YamlValue> uri = value.get("uri");
        uri.ifPresent(at -> add(step, at, value.get("parameters")));
        for (Field field : value.fields()) {
            if (SHORT_FORM.contains(field.name()) && field.value().text().isPresent()) {
                add(field.name(), field.value(), Optional.empty());
            } else {
                visit(field.name(), field.value());
            }
        }
    }

    private void add(String step, YamlValue at, Optional<YamlValue> parameters) {
        String uri = at.text().orElse("");
        int colon = uri.indexOf(':');
        int query = uri.indexOf('?');
        String scheme = colon > 0 && (query < 0 || colon < query) ? uri.substring(0, colon) : uri;
        if (scheme.isBlank() || scheme.contains("{{") || scheme.contains("${") || scheme.contains("?")) {
            return; // nothing can be said before it is known
        }
        String path = colon < 0 ? "" : uri.substring(colon + 1, query < 0 ? uri.length() : query);
        List<Option> options = new ArrayList<>();
        if (query >= 0) {
            inUri(uri.substring(query + 1), at, options);
        }
        parameters.ifPresent(object -> object.fields()
                .forEach(field -> options.add(
                        new Option(field.name(), field.value().text().orElse(""), field.key()))));
        uses.add(new EndpointUse(
                file, at, CONSUMERS.contains(step), scheme, path.replaceFirst("^//", ""), List.copyOf(options)));
    }

    private static void inUri(String query, YamlValue at, List<Option> options) {
        try {
            for (Map.Entry<String, Object> option : URISupport.parseQuery(query).entrySet()) {
                options.add(new Option(option.getKey(), String.valueOf(option.getValue()), at));
            }
        } catch (URISyntaxException e) {
            // Camel refuses such a uri itself, naming the place; its options cannot be told apart.
        }
    }
}

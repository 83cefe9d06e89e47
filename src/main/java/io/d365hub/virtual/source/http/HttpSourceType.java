package io.d365hub.virtual.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableOperation;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.declaration.Fields;
import io.d365hub.virtual.source.web.Places;
import io.d365hub.virtual.source.web.WebServices;
import io.d365hub.yaml.YamlValue;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code source: { http: { url: ..., rows: ... } }}. */
public final class HttpSourceType implements SourceType {

    private static final Set<String> OPTIONS = Set.of(
            "url", "row", "rows", "rowAt", "parameters", "paging", "credentials", "headers", "update", "zone", "text");

    private final WebServices services;

    public HttpSourceType(WebServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void check(VirtualTable table, Mistakes mistakes) {
        HttpSettings settings = settings(table, mistakes);
        YamlValue at = table.source().options();
        if (table.allows(TableOperation.UPDATE) || table.allows(TableOperation.DELETE)) {
            if (settings.row().isEmpty()) {
                mistakes.add(
                        at,
                        "'row' is missing.",
                        "Rows are updated and deleted at an address of their own.",
                        "Add row: https://.../{key}.");
            }
        }
        if (table.version().isPresent()) {
            mistakes.add(
                    at,
                    "'version' cannot be kept.",
                    "The hub cannot compare versions in an HTTP service.",
                    "Take 'version' out, or use an odata source.");
        }
    }

    @Override
    public TableSource open(VirtualTable table) {
        HttpSettings settings = settings(table, (at, what, why, mend) -> {
            throw new IllegalArgumentException(what + " " + why + " " + mend);
        });
        return new HttpSource(table, settings, services.of(table, settings.url(), settings.credentials()));
    }

    private HttpSettings settings(VirtualTable table, Mistakes mistakes) {
        YamlValue options = table.source().options();
        Fields fields = new Fields(options, mistakes, OPTIONS);
        Optional<URI> url = fields.required("url", "the address of all rows").flatMap(text -> services.places()
                .address(text, fields.get("url").orElse(options), mistakes));
        table.columns().forEach(column -> pointer(column.sourceName(), options, mistakes));
        return new HttpSettings(
                url.orElse(Places.NOWHERE),
                row(fields, mistakes),
                at(fields, "rows", mistakes),
                at(fields, "rowAt", mistakes),
                new ParameterReader(table, mistakes).read(fields),
                new PagingReader(mistakes).read(fields),
                fields.text("credentials"),
                headers(fields, mistakes),
                fields.choice("update", Map.of("PATCH", "PATCH", "PUT", "PUT")).orElse("PATCH"),
                Places.zone(fields, mistakes));
    }

    private Optional<String> row(Fields fields, Mistakes mistakes) {
        Optional<String> row = fields.text("row");
        YamlValue at = fields.get("row").orElse(null);
        if (row.isEmpty()) {
            return row;
        }
        if (!row.get().contains(HttpSettings.KEY)) {
            mistakes.add(at, "'row' holds no {key}.", "It stands for the key of the row.", "Write it as .../{key}.");
            return Optional.empty();
        }
        // Braces are no part of an address; a name without them stands in for the key meanwhile.
        String placeholder = "d365hub-key";
        return services.places()
                .address(row.get().replace(HttpSettings.KEY, placeholder), at, mistakes)
                .map(address -> address.toString().replace(placeholder, HttpSettings.KEY));
    }

    private static JsonPointer at(Fields fields, String field, Mistakes mistakes) {
        return fields.text(field)
                .map(text -> pointer(text, fields.get(field).orElseThrow(), mistakes))
                .orElse(JsonPointer.empty());
    }

    static JsonPointer pointer(String text, YamlValue at, Mistakes mistakes) {
        try {
            return text.startsWith("/")
                    ? JsonPointer.compile(text)
                    : JsonPointer.empty().appendProperty(text);
        } catch (IllegalArgumentException e) {
            mistakes.add(at, "'" + text + "' is no JSON Pointer.", e.getMessage() + ".", "Write it as /data/rows.");
            return JsonPointer.empty();
        }
    }

    private static Map<String, String> headers(Fields fields, Mistakes mistakes) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (YamlValue.Field header :
                fields.get("headers").map(YamlValue::fields).orElse(java.util.List.of())) {
            String name = header.name();
            if (name.equalsIgnoreCase("Authorization")
                    || name.toLowerCase(java.util.Locale.ROOT).contains("key")) {
                mistakes.add(
                        header.key(),
                        "'" + name + "' is a secret.",
                        "Secrets do not belong into declarations.",
                        "Name them with 'credentials' and set hub.credentials.<name>.header and .value.");
            } else {
                headers.put(name, header.value().text().orElse(""));
            }
        }
        return headers;
    }
}

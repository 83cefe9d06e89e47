package io.d365hub.virtual.source.odata;

import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.declaration.Fields;
import io.d365hub.virtual.source.web.Places;
import io.d365hub.virtual.source.web.WebServices;
import io.d365hub.yaml.YamlValue;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code source: { odata: { url: ..., set: ... } }}. */
public final class ODataSourceType implements SourceType {

    private static final Set<String> OPTIONS = Set.of("url", "set", "credentials", "text", "cannot", "zone");

    private final WebServices services;

    public ODataSourceType(WebServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "odata";
    }

    @Override
    public void check(VirtualTable table, Mistakes mistakes) {
        settings(table, mistakes);
        YamlValue at = table.source().options();
        for (VirtualColumn column : table.columns()) {
            if (!ODataSettings.isProperty(column) && !column.sourceName().equals(ODataSettings.ETAG)) {
                mistakes.add(
                        at,
                        "Column '" + column.name() + "' reads '" + column.sourceName() + "'.",
                        "That is no property of an OData row.",
                        "Name a property, or " + ODataSettings.ETAG + " for the version.");
            }
        }
        table.version()
                .filter(version -> !version.sourceName().equals(ODataSettings.ETAG))
                .ifPresent(version -> mistakes.add(
                        at,
                        "'version: " + version.name() + "' cannot be kept.",
                        "OData services compare versions by ETag only.",
                        "Declare the column with column: '" + ODataSettings.ETAG + "'."));
    }

    @Override
    public TableSource open(VirtualTable table) {
        ODataSettings settings = settings(table, (at, what, why, mend) -> {
            throw new IllegalArgumentException(what + " " + why + " " + mend);
        });
        return new ODataSource(table, settings, services.of(table, settings.root(), settings.credentials()));
    }

    private ODataSettings settings(VirtualTable table, Mistakes mistakes) {
        YamlValue options = table.source().options();
        Fields fields = new Fields(options, mistakes, OPTIONS);
        Optional<URI> url = fields.required("url", "the root of the other service")
                .flatMap(text ->
                        services.places().address(text, fields.get("url").orElse(options), mistakes));
        return new ODataSettings(
                url.map(Places::withSlash).orElse(Places.NOWHERE),
                fields.text("set").orElse(table.name()),
                fields.text("credentials"),
                fields.choice("text", rules()).orElse(TextRule.EXACT),
                cannot(fields, mistakes),
                Places.zone(fields, mistakes));
    }

    private static Set<Ability> cannot(Fields fields, Mistakes mistakes) {
        Map<String, Ability> words = new LinkedHashMap<>();
        for (Ability ability : Ability.values()) {
            words.put(ability.word(), ability);
        }
        Set<Ability> cannot = EnumSet.noneOf(Ability.class);
        Optional<YamlValue> declared = fields.get("cannot");
        for (YamlValue item : declared.map(YamlValue::items).orElse(java.util.List.of())) {
            Ability ability = words.get(item.text().orElse(""));
            if (ability == null) {
                mistakes.add(
                        item,
                        "'" + item.text().orElse("") + "' is nothing that a service could be unable to do.",
                        "Known are " + String.join(", ", words.keySet()) + ".",
                        "Choose some of them.");
            } else {
                cannot.add(ability);
            }
        }
        return cannot;
    }

    private static Map<String, TextRule> rules() {
        Map<String, TextRule> words = new LinkedHashMap<>();
        for (TextRule rule : TextRule.values()) {
            words.put(rule.word(), rule);
        }
        return words;
    }
}

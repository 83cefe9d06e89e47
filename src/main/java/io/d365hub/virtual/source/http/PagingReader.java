package io.d365hub.virtual.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.declaration.Fields;
import io.d365hub.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code paging: { style: page, parameter: page, size: 100 }}. */
final class PagingReader {

    private static final int LARGEST = 100_000;

    private final Mistakes mistakes;

    PagingReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    Paging read(Fields fields) {
        Optional<YamlValue> declared = fields.get("paging");
        if (declared.isEmpty()) {
            return Paging.NONE;
        }
        YamlValue at = declared.get();
        Fields paging =
                new Fields(at, mistakes, Set.of("style", "parameter", "sizeParameter", "size", "first", "pointer"));
        Map<String, Paging.Style> words = new LinkedHashMap<>();
        for (Paging.Style style : Paging.Style.values()) {
            words.put(style.word(), style);
        }
        Paging.Style style = paging.choice("style", words).orElse(Paging.Style.NONE);
        int size = paging.number("size", 1, LARGEST).orElse(0);
        Optional<String> parameter = paging.text("parameter");
        Optional<String> pointer = paging.text("pointer");
        need(at, style.isCounted() && size == 0, "size", "A page with fewer rows is the last one");
        need(
                at,
                (style.isCounted() || style == Paging.Style.CURSOR) && parameter.isEmpty(),
                "parameter",
                "It tells the service which page is wanted");
        need(
                at,
                (style == Paging.Style.CURSOR || style == Paging.Style.LINK) && pointer.isEmpty(),
                "pointer",
                "It says where the answer holds what leads to the next page");
        return new Paging(
                style,
                parameter.orElse(""),
                paging.text("sizeParameter"),
                size,
                paging.number("first", 0, LARGEST).orElse(style == Paging.Style.PAGE ? 1 : 0),
                pointer.map(text -> HttpSourceType.pointer(text, at, mistakes)).orElse(JsonPointer.empty()));
    }

    private void need(YamlValue at, boolean missing, String field, String meaning) {
        if (missing) {
            mistakes.add(at, "'paging' has no '" + field + "'.", meaning + ".", "Add it.");
        }
    }
}

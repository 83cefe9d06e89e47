package io.d365hub.virtual.source.odata;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a filter the other service is asked for.
 *
 * @param text the {@code $filter}; empty for every row
 * @param exact whether exactly the wanted rows come; otherwise these and perhaps more
 */
record PushedFilter(Optional<String> text, boolean exact) {

    static final PushedFilter EVERYTHING = new PushedFilter(Optional.empty(), true);
    /** Nothing can be asked for: all rows come. */
    static final PushedFilter NOTHING = new PushedFilter(Optional.empty(), false);

    static PushedFilter exactly(String text) {
        return new PushedFilter(Optional.of(text), true);
    }

    static PushedFilter andMore(String text) {
        return new PushedFilter(Optional.of(text), false);
    }

    /** Terms that cannot be asked for are left out: more rows come. */
    static PushedFilter all(List<PushedFilter> terms) {
        boolean exact = terms.stream().allMatch(PushedFilter::exact);
        List<String> texts =
                terms.stream().flatMap(term -> term.text().stream()).toList();
        return new PushedFilter(joined(texts, " and "), exact);
    }

    /** One term that cannot be asked for lets every row come. */
    static PushedFilter any(List<PushedFilter> terms) {
        if (terms.isEmpty() || terms.stream().anyMatch(term -> term.text().isEmpty())) {
            return NOTHING;
        }
        boolean exact = terms.stream().allMatch(PushedFilter::exact);
        return new PushedFilter(
                joined(terms.stream().flatMap(term -> term.text().stream()).toList(), " or "), exact);
    }

    private static Optional<String> joined(List<String> texts, String word) {
        if (texts.size() < 2) {
            return texts.stream().findFirst();
        }
        return Optional.of(texts.stream().collect(Collectors.joining(word, "(", ")")));
    }
}

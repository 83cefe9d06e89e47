package io.d365hub.dataverse.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the names that an author may have meant. */
final class Nearest {

    private static final int MOST = 3;

    private Nearest() {}

    /** At most three names, the nearest first; none that is farther than a third of the name's length. */
    static List<String> to(String name, Collection<String> names) {
        int farthest = Math.max(2, name.length() / 3);
        return names.stream()
                .filter(other -> distance(name, other) <= farthest)
                .sorted(Comparator.<String>comparingInt(other -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static int distance(String left, String right) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }
}

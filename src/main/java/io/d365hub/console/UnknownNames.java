package io.d365hub.console;

import io.d365hub.deadletter.query.Expression;
import io.d365hub.deadletter.query.Field;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Says why a query found nothing: it names an integration that nobody knows. */
public final class UnknownNames {

    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    private UnknownNames() {}

    /** A sentence for people; empty when all integrations that the query names are known. */
    public static Optional<String> hint(Expression query, Collection<String> integrations) {
        return integrationsOf(query)
                .filter(name -> !integrations.contains(name))
                .findFirst()
                .map(name -> sentence(name, integrations));
    }

    private static String sentence(String name, Collection<String> integrations) {
        String nearest = integrations.stream()
                // Names are long and mostly begun and not finished: what begins alike counts more than what is as long.
                .min(Comparator.comparingDouble((String known) -> -SIMILARITY.apply(known, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(known -> " The nearest name is '" + known + "'.")
                .orElse("");
        return "There is no integration '" + name + "' here." + nearest;
    }

    private static Stream<String> integrationsOf(Expression query) {
        if (query instanceof Expression.And and) {
            return and.parts().stream().flatMap(UnknownNames::integrationsOf);
        }
        if (query instanceof Expression.Or or) {
            return or.parts().stream().flatMap(UnknownNames::integrationsOf);
        }
        if (query instanceof Expression.Not not) {
            return integrationsOf(not.part());
        }
        return query instanceof Expression.Is is && is.field() == Field.INTEGRATION
                ? Stream.of(String.valueOf(is.value()))
                : Stream.empty();
    }
}

package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.yaml.YamlValue;
import java.util.Optional;
import java.util.Set;

/**
 * Steps through which messages of one record may overtake each other on their way to Dataverse: several consumers of one queue
 * without record keys, and steps that work on parts at the same time.
 */
final class RecordOrder implements Check {

    private static final Set<String> CONSUMERS =
            Set.of("concurrentConsumers", "maxConcurrentConsumers", "consumersCount", "maxMessagesPerTask");
    private static final Set<String> WRITES =
            Set.of("update", "upsert", "delete", "changeset", "updateMultiple", "upsertMultiple", "associate");

    @Override
    public void check(RouteTree tree, Findings findings) {
        tree.routes().stream().filter(RecordOrder::writesRows).forEach(file -> {
            file.endpoints().stream().filter(EndpointUse::consumer).forEach(use -> consumers(use, findings));
            FieldWalk.over(file.document(), (parent, field) -> {
                if (field.name().equals("parallelProcessing") && isTrue(field.value())) {
                    tell(
                            file,
                            field.key(),
                            "The parts of a message are written at the same time.",
                            "Two parts of one record can overtake each other, and the older state would stay in Dataverse.",
                            "Take 'parallelProcessing' out: rows that wait at the same moment travel together anyway.",
                            findings);
                } else if (field.name().equals("threads") && !parent.isEmpty()) {
                    tell(
                            file,
                            field.key(),
                            "Messages are written by several threads.",
                            "Two messages of one record can overtake each other, and the older state would stay in Dataverse.",
                            "Take 'threads' out: the lanes work on records at the same time anyway.",
                            findings);
                }
            });
        });
    }

    private static boolean writesRows(RouteFile file) {
        return file.endpoints().stream()
                .anyMatch(use -> !use.consumer()
                        && use.scheme().equals("dataverse")
                        && use.option("operation")
                                .filter(option -> WRITES.contains(option.value()))
                                .isPresent());
    }

    private static void consumers(EndpointUse use, Findings findings) {
        use.options().stream()
                .filter(option -> CONSUMERS.contains(option.name()))
                .filter(option ->
                        number(option.value()).filter(count -> count > 1).isPresent())
                .findFirst()
                .ifPresent(
                        option -> findings.add(
                                use.file(),
                                option.at(),
                                "Several consumers take from '" + use.scheme() + ":' without a record key.",
                                "Two messages of one record can overtake each other, and the older state would stay in Dataverse.",
                                "Begin with a kamelet that has a recordKey (push-source, queue-source), or keep one consumer."));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,6}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static boolean isTrue(YamlValue value) {
        return value.text().filter("true"::equals).isPresent();
    }

    private static void tell(RouteFile file, YamlValue at, String what, String why, String mend, Findings findings) {
        findings.add(file.file(), at, what, why, mend);
    }
}

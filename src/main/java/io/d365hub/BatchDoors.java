package io.d365hub;

import io.d365hub.batch.BatchDefinition;
import io.d365hub.batch.BatchOptions;
import io.d365hub.rehearsal.DoorRule;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;

/** The options of batches, their timetables included, before anything runs: a start would refuse what they cannot be. */
final class BatchDoors implements DoorRule {

    private static final String NAME = "batchDoors";
    private static final String SCHEMES = "batch-";

    private final Clock clock;

    private BatchDoors(Clock clock) {
        this.clock = clock;
    }

    static void bind(CamelContext context) {
        context.getRegistry().bind(NAME, new BatchDoors(Clock.systemUTC()));
    }

    @Override
    public void check(CamelContext context, String scheme, String path, Map<String, String> options) {
        if (!scheme.startsWith(SCHEMES)) {
            return;
        }
        BatchOptions read = new BatchOptions();
        PropertyBindingSupport.build()
                .withMandatory(false)
                .withFluentBuilder(false)
                .bind(context, read, new HashMap<>(options));
        BatchTimes.timetable(BatchDefinition.of(path, read, "its route"), clock.instant());
    }
}

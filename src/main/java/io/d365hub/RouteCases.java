package io.d365hub;

import io.d365hub.cases.CasesRunner;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.mapping.MappingFailures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes runners of cases that judge as the running hub does, and have the simulator for their Dataverse. */
public final class RouteCases {

    private RouteCases() {}

    /**
     * A runner; nothing is started yet.
     *
     * @param home the folder that holds routes/ and transformations/; must be the working directory
     */
    public static CasesRunner runner(Path home) {
        return new CasesRunner(
                home,
                Map.of(),
                new FailureClassifier(List.of(new MappingFailures())),
                time -> SimulatedFarSide.start(time, home));
    }
}

package io.d365hub;

import io.d365hub.cases.CaseMistake;
import io.d365hub.cases.CasesRunner;
import io.d365hub.check.Finding;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.mapping.MappingFailures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes runners of cases that judge as the running hub does, and have the simulator for their Dataverse. */
public final class RouteCases {

    private RouteCases() {}

    /** Cases that are not written as cases have to be; none is run. */
    public static List<Finding> findings(Path home) {
        try (CasesRunner runner = runner(home)) {
            return runner.cases().stream()
                    .filter(one -> one.mistake().isPresent())
                    .map(one -> finding(home, one.file(), one.mistake().get()))
                    .toList();
        }
    }

    private static Finding finding(Path home, Path file, CaseMistake mistake) {
        return new Finding(
                home.relativize(file),
                mistake.line(),
                mistake.column(),
                "The case cannot be run: " + mistake.why(),
                "",
                "See 'The cases' in docs/authoring.md.",
                "cases");
    }

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

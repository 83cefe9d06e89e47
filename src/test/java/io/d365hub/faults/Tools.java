package io.d365hub.faults;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** What some tests need beyond JDK and Maven. Where it is missing they are skipped, but not where all must run. */
final class Tools {

    private static final Pattern PATHS = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Tools() {}

    /**
     * Skips the test, with the line that installs the tool, when it is missing; fails it when {@code HUB_ALL_TESTS} is true.
     */
    static void require(String tool, String install) {
        boolean found = PATHS.splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        require(found, "'" + tool + "' is missing. Install it: " + install);
    }

    /** As {@link #require(String, String)}, for whatever else a test needs. */
    static void require(boolean there, String why) {
        if (!there && Boolean.parseBoolean(System.getenv("HUB_ALL_TESTS"))) {
            throw new AssertionError("HUB_ALL_TESTS is true, but " + why);
        }
        Assumptions.assumeTrue(there, why);
    }
}

package io.d365hub;

import io.d365hub.check.Finding;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.plugin.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What is looked at before routes may run: at the start, and before a reload replaces anything. */
final class StartChecks {

    /** For each answer of Dataverse about its tables and keys. */
    private static final Duration PATIENCE_WITH_TARGET = Duration.ofSeconds(2);

    private final Settings settings;

    StartChecks(Settings settings) {
        this.settings = settings;
    }

    /** What the files alone tell. */
    List<Finding> ofFiles() {
        return new RouteCheck(settings.home(), routes()).beforeStart();
    }

    /** @throws RoutesRefusedException when routes name tables or keys that the target does not have */
    void requireFit(DataverseComponent dataverse) {
        refuse(new RouteCheck(settings.home(), routes()).against(tables(dataverse)));
    }

    /** The same that the start looks at, and a start of each changed route with stand-ins. */
    List<Finding> ofReload(Set<Path> changed, Plugins plugins, DataverseComponent dataverse) {
        RouteCheck check = new RouteCheck(
                settings.home(), routes(), settings.path("hub.plugins"), context -> HubPlugins.bind(plugins, context));
        List<Finding> findings = check.beforeReload(changed);
        return findings.isEmpty() ? check.against(tables(dataverse)) : findings;
    }

    /** @throws RoutesRefusedException when there are findings */
    static void refuse(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new RoutesRefusedException(findings);
        }
    }

    private Path routes() {
        return Path.of(settings.text("hub.routes"));
    }

    private static DataverseTables tables(DataverseComponent dataverse) {
        return DataverseTables.over(dataverse, PATIENCE_WITH_TARGET);
    }
}

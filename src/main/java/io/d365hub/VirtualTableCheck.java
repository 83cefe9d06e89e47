package io.d365hub;

import io.d365hub.check.Finding;
import io.d365hub.connection.DataSources;
import java.util.List;
import java.util.Optional;

/** Looks for mistakes in the declarations of virtual tables, without connecting to anything. */
public final class VirtualTableCheck {

    private VirtualTableCheck() {}

    /**
     * What is wrong.
     *
     * @throws HubStartException when a setting of a data source is wrong
     */
    public static List<Finding> findings(Settings settings) {
        try (DataSources databases = NamedConnections.dataSources(settings);
                VirtualSources sources = new VirtualSources(settings, Optional.empty())) {
            return VirtualParts.findings(
                    VirtualParts.declarations(settings, VirtualParts.sourceTypes(databases.byName(), sources)));
        }
    }
}

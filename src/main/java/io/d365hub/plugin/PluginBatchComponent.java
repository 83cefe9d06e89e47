package io.d365hub.plugin;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import org.apache.camel.spi.annotations.Component;

/** Makes {@code batch-plugin:<batch>?source=<name>} endpoints: rows from a source that a plug-in brings. */
@Component("batch-plugin")
public final class PluginBatchComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new PluginBatchEndpoint(uri, this, name);
    }
}

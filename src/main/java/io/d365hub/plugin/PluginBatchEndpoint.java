package io.d365hub.plugin;

import io.d365hub.api.RowSource;
import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.BatchSource;
import org.apache.camel.Category;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** The rows of a source that a plug-in brings. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-plugin",
        title = "Batch from a plug-in",
        syntax = "batch-plugin:name",
        consumerOnly = true,
        category = {Category.FILE})
public final class PluginBatchEndpoint extends BatchEndpoint {

    @UriParam(description = "Name of the source, as its plug-in calls it.")
    @Metadata(required = true)
    private String source;

    @UriParam(description = "What the source is told; its plug-in says what that means.")
    private String argument = "";

    PluginBatchEndpoint(String uri, PluginBatchComponent component, String name) {
        super(uri, component, name);
    }

    @Override
    protected BatchSource source() {
        RowSource found = getCamelContext().getRegistry().lookupByNameAndType(source, RowSource.class);
        if (found == null) {
            throw new IllegalArgumentException("No plug-in brings a source '" + source + "'. There are: "
                    + getCamelContext()
                            .getRegistry()
                            .findByTypeWithName(RowSource.class)
                            .keySet() + ".");
        }
        return new PluginSource(found, argument);
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public String getArgument() {
        return argument;
    }

    public void setArgument(String argument) {
        this.argument = argument;
    }
}
